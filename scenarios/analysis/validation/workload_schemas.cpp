#include "scenarios/analysis/validation/common.h"
#include "scenarios/analysis/validation/kinds_schemas.h"

#include <algorithm>
#include <set>

namespace meshcast::analysis {

namespace {

bool has_distinct_port_numbers(const Peek& ports) {
    std::set<std::string> seen;
    return std::ranges::all_of(ports.items(), [&](const Peek& port) {
        const Peek number = port["number"];
        return !number || seen.insert(number.text()).second;
    });
}

std::string resolution_of(const Peek& spec) {
    const std::string text = spec["resolution"].text();
    return text.empty() ? "NONE" : text;
}

bool resolves_blocks(const Peek& spec) {
    const bool has_block = std::ranges::any_of(spec["addresses"].texts(), [](const std::string& address) {
        return address.find('/') != std::string::npos;
    });
    const std::string resolution = resolution_of(spec);
    return !has_block || resolution == "STATIC" || resolution == "NONE";
}

bool has_endpoints_where_useful(const Peek& spec) {
    return resolution_of(spec) != "NONE" || spec["endpoints"].node() == nullptr;
}

Schema http_header() {
    return fields({{"name", text().matching("^[-_A-Za-z0-9]+$"), true}, {"value", text()}});
}

} // namespace

/// https://istio.io/latest/docs/reference/config/networking/service-entry/
Schema service_entry_schema() {
    const Schema port = fields({{"name", text().at_most(256), true},
                                {"number", port_number(), true},
                                {"protocol", text().at_most(256)},
                                {"targetPort", port_number()}});
    return fields({{"hosts",
                    list(text().where("hostname cannot be wildcard",
                                      [](const Peek& host) { return !host.is("*"); }))
                        .at_least(1)
                        .at_most(256),
                    true},
                   {"addresses", list(text().at_most(64)).at_most(256)},
                   {"exportTo", export_to()},
                   {"location", text().one_of({"MESH_EXTERNAL", "MESH_INTERNAL"})},
                   {"resolution", text().one_of({"NONE", "STATIC", "DNS", "DNS_ROUND_ROBIN", "DYNAMIC_DNS"})},
                   {"ports", list(port).at_most(256).unique_by({"name"}).where(
                                 "port number cannot be duplicated", has_distinct_port_numbers)},
                   {"endpoints", list(workload_entry()).at_most(4096)},
                   {"subjectAltNames", list(text())},
                   {"workloadSelector", networking_selector()}})
        .where("only one of WorkloadSelector or Endpoints can be set",
               [](const Peek& spec) {
                   return spec["workloadSelector"].node() == nullptr || spec["endpoints"].node() == nullptr;
               })
        .where("CIDR addresses are allowed only for NONE/STATIC resolution types", resolves_blocks)
        .where("NONE mode cannot set endpoints", has_endpoints_where_useful)
        .where("DNS_ROUND_ROBIN mode cannot have multiple endpoints", [](const Peek& spec) {
            return !spec["resolution"].is("DNS_ROUND_ROBIN") || spec["endpoints"].size() <= 1;
        });
}

/// https://istio.io/latest/docs/reference/config/networking/workload-entry/
Schema workload_entry_schema() {
    return workload_entry().where("Address is required", [](const Peek& spec) {
        return spec["address"].node() != nullptr || spec["network"].node() != nullptr;
    });
}

/// https://istio.io/latest/docs/reference/config/networking/workload-group/
Schema workload_group_schema() {
    const Schema http = fields({{"path", text()},
                                {"port", port_number(), true},
                                {"host", text()},
                                {"scheme", text().one_of({"HTTP", "HTTPS"})},
                                {"httpHeaders", list(http_header())}});
    const Schema probe = fields({{"initialDelaySeconds", integer().at_least(0)},
                                 {"timeoutSeconds", integer().at_least(0)},
                                 {"periodSeconds", integer().at_least(0)},
                                 {"successThreshold", integer().at_least(0)},
                                 {"failureThreshold", integer().at_least(0)},
                                 {"httpGet", http},
                                 {"tcpSocket", fields({{"host", text()}, {"port", port_number(), true}})},
                                 {"exec", fields({{"command", list(text().at_least(1)), true}})},
                                 {"grpc", fields({{"service", text()}, {"port", port_number()}})}})
                             .only_one({"httpGet", "tcpSocket", "exec", "grpc"});
    return fields({{"metadata", fields({{"labels", map(text())}, {"annotations", map(text())}})},
                   {"template", workload_entry(), true},
                   {"probe", probe}});
}

} // namespace meshcast::analysis
