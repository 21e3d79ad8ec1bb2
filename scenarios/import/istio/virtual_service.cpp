#include "scenarios/diagnostics/catalogue.h"
#include "scenarios/import/istio/fields.h"
#include "scenarios/import/istio/kinds.h"
#include "scenarios/import/kubernetes/metadata.h"
#include "scenarios/import/kubernetes/spelling.h"

#include <algorithm>

namespace meshcast::istio {

using namespace routes;

namespace {

constexpr std::string_view kMesh = "mesh";

const kubernetes::Fields kSpecFields{{"hosts", "gateways", "http", "tls", "tcp", "exportTo"}, {}};
const kubernetes::Fields kMatchFields{
    {"sniHosts", "destinationSubnets", "port", "sourceLabels", "gateways", "sourceNamespace"},
    {"sourceSubnet"}};

ConnectionMatch read_match(const yaml::Cursor& match, const Metadata& metadata) {
    kubernetes::check_spelling(match, kMatchFields);
    ConnectionMatch result;
    result.origin = match.origin();
    for (const std::string& host : read_strings(match["sniHosts"])) {
        result.sni_hosts.push_back(lower_case(host));
    }
    result.destinations = read_strings(match["destinationSubnets"]);
    result.port = read_port(match["port"]).value_or(0);
    result.source_labels = kubernetes::read_labels(match["sourceLabels"]);
    result.source_namespace = match["sourceNamespace"].string().value_or("");
    for (const std::string& gateway : read_strings(match["gateways"])) {
        result.gateways.push_back(gateway_name(gateway, metadata));
    }
    return result;
}

std::vector<ConnectionRule> read_rules(const yaml::Cursor& list, const Metadata& metadata) {
    std::vector<ConnectionRule> rules;
    for (const yaml::Cursor& item : list.items()) {
        ConnectionRule rule;
        rule.origin = item.origin();
        for (const yaml::Cursor& match : item["match"].items()) {
            rule.matches.push_back(read_match(match, metadata));
        }
        rule.backends = read_backends(item["route"], metadata);
        rules.push_back(std::move(rule));
    }
    return rules;
}

Attachment attachment_to(const yaml::Cursor& field, const std::string& gateway) {
    Attachment result;
    result.origin = field.origin();
    if (gateway != kMesh) {
        const std::size_t slash = gateway.find('/');
        result.kind = Attachment::Kind::Gateway;
        result.to = {gateway.substr(0, slash), gateway.substr(slash + 1)};
    }
    return result;
}

} // namespace

std::string gateway_name(std::string_view text, const Metadata& metadata) {
    if (text == kMesh) {
        return std::string(text);
    }
    if (const std::size_t slash = text.find('/'); slash != text.npos) {
        const std::string_view name_space = text.substr(0, slash);
        return fmt::format("{}/{}", name_space == "." ? metadata.name_space : name_space,
                           text.substr(slash + 1));
    }
    const std::size_t dot = text.find('.'); // the old form, gateway.namespace.svc.cluster.local
    if (dot == text.npos) {
        return fmt::format("{}/{}", metadata.name_space, text);
    }
    const std::string_view rest = text.substr(dot + 1);
    return fmt::format("{}/{}", rest.substr(0, rest.find('.')), text.substr(0, dot));
}

void read_virtual_service(const yaml::Cursor& object, Routing& routing) {
    std::optional<Metadata> metadata = kubernetes::read_metadata(object, true);
    const yaml::Cursor spec = object["spec"];
    kubernetes::check_spelling(spec, kSpecFields);
    if (!metadata) {
        return;
    }
    Route route;
    route.dialect = Dialect::Istio;
    route.kind = "VirtualService";
    route.metadata = *std::move(metadata);
    route.created = read_created(object);
    for (const std::string& host : read_strings(spec["hosts"])) {
        route.hosts.push_back(full_host(host, route.metadata.name_space));
    }
    for (const yaml::Cursor& gateway : spec["gateways"].items()) {
        route.attachments.push_back(
            attachment_to(gateway, gateway_name(gateway.string().value_or(""), route.metadata)));
    }
    if (route.attachments.empty()) {
        route.attachments.push_back({Attachment::Kind::Mesh, {}, "", 0, route.metadata.origin});
    }
    route.export_to = read_export_to(spec["exportTo"], route.metadata);
    for (const yaml::Cursor& rule : spec["http"].items()) {
        route.http.push_back(read_http_rule(rule, route.metadata));
    }
    route.tls = read_rules(spec["tls"], route.metadata);
    route.tcp = read_rules(spec["tcp"], route.metadata);
    routing.routes.push_back(std::move(route));
}

} // namespace meshcast::istio
