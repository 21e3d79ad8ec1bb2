#include "scenarios/import/gateway_api/kinds.h"
#include "scenarios/import/istio/fields.h"
#include "scenarios/import/kubernetes/metadata.h"
#include "scenarios/import/kubernetes/spelling.h"

namespace meshcast::gateway_api {

using namespace routes;

namespace {

const kubernetes::Fields kSpecFields{{"parentRefs", "hostnames", "rules"}, {"useDefaultGateways"}};
const kubernetes::Fields kParentFields{{"group", "kind", "namespace", "name", "sectionName", "port"}, {}};

using RuleReader = RouteRule (*)(const yaml::Cursor& rule, const Metadata& metadata);

/// Parents of kinds that nobody knows get no traffic to route.
std::optional<Attachment> read_parent(const yaml::Cursor& ref, const Metadata& metadata) {
    kubernetes::check_spelling(ref, kParentFields);
    const std::string kind = ref["kind"].string().value_or("Gateway");
    Attachment result;
    if (kind == "Gateway") {
        result.kind = Attachment::Kind::Gateway;
    } else if (kind == "Service") {
        result.kind = Attachment::Kind::Service;
    } else if (kind == "ListenerSet" || kind == "XListenerSet") {
        result.kind = Attachment::Kind::ListenerSet;
    } else if (kind == "Server") {
        result.kind = Attachment::Kind::Server;
    } else {
        return std::nullopt;
    }
    result.origin = ref.origin();
    kubernetes::warn_if_missing(ref["name"], "write name: GATEWAY");
    result.to = {ref["namespace"].string().value_or(metadata.name_space), ref["name"].string().value_or("")};
    result.section = ref["sectionName"].string().value_or("");
    result.port = read_port(ref["port"]).value_or(0);
    return result;
}

void read_route(Dialect dialect, std::string_view kind, const yaml::Cursor& object, RuleReader read_rule,
                Routing& routing) {
    std::optional<Route> begun = begin_route(object, dialect, kind, kSpecFields);
    if (!begun) {
        return;
    }
    Route& route = *begun;
    const yaml::Cursor spec = object["spec"];
    for (const std::string& host : read_strings(spec["hostnames"])) {
        route.hosts.push_back(lower_case(host));
    }
    for (const yaml::Cursor& ref : spec["parentRefs"].items()) {
        if (auto parent = read_parent(ref, route.metadata)) {
            route.attachments.push_back(*std::move(parent));
        }
    }
    for (const yaml::Cursor& rule : spec["rules"].items()) {
        route.http.push_back(read_rule(rule, route.metadata));
    }
    if (!spec["rules"].present()) { // the API's default: one rule that takes everything
        RouteRule everything;
        everything.origin = route.metadata.origin;
        route.http.push_back(std::move(everything));
    }
    routing.routes.push_back(std::move(route));
}

} // namespace

void read_http_route_of(Dialect dialect, const yaml::Cursor& object, Routing& routing) {
    read_route(dialect, "HTTPRoute", object, read_http_rule, routing);
}

void read_http_route(const yaml::Cursor& object, Routing& routing) {
    read_http_route_of(Dialect::GatewayApi, object, routing);
}

void read_grpc_route(const yaml::Cursor& object, Routing& routing) {
    read_route(Dialect::GatewayApi, "GRPCRoute", object, read_grpc_rule, routing);
}

} // namespace meshcast::gateway_api
