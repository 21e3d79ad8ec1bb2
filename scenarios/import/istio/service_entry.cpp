#include "scenarios/import/istio/fields.h"
#include "scenarios/import/istio/kinds.h"
#include "scenarios/import/kubernetes/metadata.h"
#include "scenarios/import/kubernetes/spelling.h"

#include <algorithm>
#include <array>

namespace meshcast::istio {

using namespace routes;

namespace {

const kubernetes::Fields kSpecFields{{"hosts", "addresses", "ports", "location", "resolution", "endpoints",
                                      "workloadSelector", "exportTo", "subjectAltNames"},
                                     {}};
const kubernetes::Fields kPortFields{{"number", "protocol", "name", "targetPort"}, {}};

ExternalService::Port read_port_of(const yaml::Cursor& item) {
    kubernetes::check_spelling(item, kPortFields);
    kubernetes::warn_if_missing(item["number"], "write number: 80");
    return {item["name"].string().value_or(""), read_port(item["number"]).value_or(0),
            read_port(item["targetPort"]).value_or(0), item["protocol"].string().value_or("")};
}

} // namespace

void read_service_entry(const yaml::Cursor& object, Routing& routing) {
    std::optional<Metadata> metadata = kubernetes::read_metadata(object, true);
    const yaml::Cursor spec = object["spec"];
    kubernetes::check_spelling(spec, kSpecFields);
    if (!metadata) {
        return;
    }
    ExternalService entry;
    entry.metadata = *std::move(metadata);
    entry.created = read_created(object);
    kubernetes::warn_if_missing(spec["hosts"], "write hosts: [api.example.com]");
    for (const std::string& host : read_strings(spec["hosts"])) {
        entry.hosts.push_back(lower_case(host));
    }
    entry.addresses = read_strings(spec["addresses"]);
    for (const yaml::Cursor& item : spec["ports"].items()) {
        if (auto port = read_port_of(item); port.number != 0) {
            entry.ports.push_back(std::move(port));
        }
    }
    for (const yaml::Cursor& item : spec["endpoints"].items()) {
        entry.endpoints.push_back({item["address"].string().value_or(""),
                                   kubernetes::read_labels(item["labels"]),
                                   item["locality"].string().value_or(""),
                                   static_cast<int>(item["weight"].integer(0, 1'000'000).value_or(0))});
    }
    entry.workload_selector = kubernetes::read_labels(spec["workloadSelector"]["labels"]);
    static constexpr std::array<std::pair<std::string_view, bool>, 2> kLocations{
        {{"MESH_EXTERNAL", false}, {"MESH_INTERNAL", true}}};
    entry.in_mesh = read_word<bool>(spec["location"], kLocations).value_or(false);
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 5> kResolutions{
        {{"NONE", "NONE"},
         {"STATIC", "STATIC"},
         {"DNS", "DNS"},
         {"DNS_ROUND_ROBIN", "DNS_ROUND_ROBIN"},
         {"DYNAMIC_DNS", "DYNAMIC_DNS"}}};
    entry.resolution = read_word<std::string_view>(spec["resolution"], kResolutions).value_or("NONE");
    entry.export_to = read_export_to(spec["exportTo"], entry.metadata);
    routing.external_services.push_back(std::move(entry));
}

} // namespace meshcast::istio
