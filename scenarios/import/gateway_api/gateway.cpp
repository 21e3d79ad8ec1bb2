#include "scenarios/import/gateway_api/kinds.h"
#include "scenarios/import/istio/fields.h"
#include "scenarios/import/kubernetes/metadata.h"
#include "scenarios/import/kubernetes/spelling.h"

#include <array>

namespace meshcast::gateway_api {

using namespace routes;

namespace {

const kubernetes::Fields kGatewayFields{{"gatewayClassName", "listeners", "allowedListeners"},
                                        {"addresses", "infrastructure", "tls", "backendTLS", "defaultScope"}};
const kubernetes::Fields kListenerFields{{"name", "hostname", "port", "protocol", "tls", "allowedRoutes"},
                                         {}};

NamespaceScope read_scope(const yaml::Cursor& namespaces, NamespaceScope::From otherwise) {
    using From = NamespaceScope::From;
    static constexpr std::array<std::pair<std::string_view, From>, 4> kFrom{
        {{"Same", From::Same}, {"All", From::All}, {"Selector", From::Selector}, {"None", From::None}}};
    NamespaceScope scope;
    scope.from = read_word<From>(namespaces["from"], kFrom).value_or(otherwise);
    scope.selector = kubernetes::read_label_selector(namespaces["selector"]);
    return scope;
}

Listener read_listener(const yaml::Cursor& item) {
    kubernetes::check_spelling(item, kListenerFields);
    Listener listener;
    listener.origin = item.origin();
    kubernetes::warn_if_missing(item["name"], "write name: http");
    listener.name = item["name"].string().value_or("");
    kubernetes::warn_if_missing(item["port"], "write port: 80");
    listener.port = read_port(item["port"]).value_or(0);
    listener.protocol = item["protocol"].string().value_or("HTTP");
    if (const auto hostname = item["hostname"].string(); hostname && !hostname->empty()) {
        listener.hosts.push_back({"*", lower_case(*hostname)});
    }
    if (listener.protocol == "HTTPS" || listener.protocol == "TLS") {
        static constexpr std::array<std::pair<std::string_view, ListenerTls>, 2> kModes{
            {{"Terminate", ListenerTls::Terminate}, {"Passthrough", ListenerTls::Passthrough}}};
        listener.tls = read_word<ListenerTls>(item["tls"]["mode"], kModes).value_or(ListenerTls::Terminate);
    }
    const yaml::Cursor allowed = item["allowedRoutes"];
    listener.allowed = read_scope(allowed["namespaces"], NamespaceScope::From::Same);
    for (const yaml::Cursor& kind : allowed["kinds"].items()) {
        listener.kinds.push_back(kind["kind"].string().value_or(""));
    }
    return listener;
}

std::vector<Listener> read_listeners(const yaml::Cursor& list) {
    std::vector<Listener> result;
    for (const yaml::Cursor& item : list.items()) {
        result.push_back(read_listener(item));
    }
    return result;
}

} // namespace

void read_gateway(const yaml::Cursor& object, Routing& routing) {
    std::optional<Metadata> metadata = kubernetes::read_metadata(object, true);
    const yaml::Cursor spec = object["spec"];
    kubernetes::check_spelling(spec, kGatewayFields);
    if (!metadata) {
        return;
    }
    Gateway gateway;
    gateway.dialect = Dialect::GatewayApi;
    gateway.metadata = *std::move(metadata);
    gateway.created = read_created(object);
    gateway.class_name = spec["gatewayClassName"].string().value_or("");
    gateway.listeners = read_listeners(spec["listeners"]);
    gateway.allowed_sets = read_scope(spec["allowedListeners"]["namespaces"], NamespaceScope::From::None);
    routing.gateways.push_back(std::move(gateway));
}

void read_listener_set(const yaml::Cursor& object, Routing& routing) {
    std::optional<Metadata> metadata = kubernetes::read_metadata(object, true);
    if (!metadata) {
        return;
    }
    const yaml::Cursor parent = object["spec"]["parentRef"];
    ListenerSet set;
    set.metadata = *std::move(metadata);
    set.created = read_created(object);
    set.gateway = {parent["namespace"].string().value_or(set.metadata.name_space),
                   parent["name"].string().value_or("")};
    set.listeners = read_listeners(object["spec"]["listeners"]);
    for (Listener& listener : set.listeners) {
        listener.from_set = true;
        listener.set = {set.metadata.name_space, set.metadata.name};
    }
    routing.listener_sets.push_back(std::move(set));
}

void read_reference_grant(const yaml::Cursor& object, Routing& routing) {
    std::optional<Metadata> metadata = kubernetes::read_metadata(object, true);
    if (!metadata) {
        return;
    }
    ReferenceGrant grant;
    grant.metadata = *std::move(metadata);
    for (const yaml::Cursor& item : object["spec"]["from"].items()) {
        grant.from.push_back({item["group"].string().value_or(""), item["kind"].string().value_or(""),
                              item["namespace"].string().value_or("")});
    }
    for (const yaml::Cursor& item : object["spec"]["to"].items()) {
        grant.to.push_back({item["group"].string().value_or(""), item["kind"].string().value_or(""),
                            item["name"].string().value_or("")});
    }
    routing.grants.push_back(std::move(grant));
}

} // namespace meshcast::gateway_api
