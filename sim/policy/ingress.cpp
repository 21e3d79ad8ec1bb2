#include "sim/policy/ingress.h"

#include "sim/policy/gateway_routes.h"
#include "sim/policy/operation.h"
#include "sim/policy/selection.h"

#include <algorithm>

namespace meshcast {

namespace {

bool is_meant(const Gateway& gateway, std::string_view via) {
    return via == kAnyGateway || via == gateway.metadata.name || via == qualified_name(gateway.metadata);
}

bool hangs_on(const Route& route, const Gateway& gateway) {
    return std::ranges::any_of(route.attachments, [&](const Attachment& parent) {
        return parent.kind == Attachment::Kind::Gateway && parent.to.name == gateway.metadata.name &&
               parent.to.name_space == gateway.metadata.name_space;
    });
}

/// Names that a client might ask the gateway for, most likely first. "*.example.com" is asked for as
/// "www.example.com", and where any name does, the service's own will.
std::vector<std::string> hosts_of(const Routing& routing, const Gateway& gateway, const Service& target) {
    std::vector<std::string> hosts;
    const auto add = [&](const std::string& host) {
        if (host.starts_with("*.")) {
            hosts.push_back("www" + host.substr(1));
        } else if (host != "*") {
            hosts.push_back(host);
        }
    };
    for (const Route& route : routing.routes) {
        if (hangs_on(route, gateway)) {
            std::ranges::for_each(route.hosts, add);
        }
    }
    for (const Listener& listener : gateway.listeners) {
        for (const ScopedHost& host : listener.hosts) {
            add(host.host);
        }
    }
    hosts.push_back(target.metadata.name);
    return hosts;
}

bool leads_to(const RouteDecision& decision, const Service& target) {
    return std::ranges::any_of(decision.backends, [&](const ChosenBackend& backend) {
        return backend.invalid.empty() && backend.known != nullptr && backend.known->service == &target;
    });
}

const Workload* workload_of(const Gateway& gateway, const Topology& topology) {
    const Labels selector = gateway.dialect == Dialect::Istio
                                ? gateway.selector
                                : Labels{{"gateway.networking.k8s.io/gateway-name", gateway.metadata.name}};
    const auto found = std::ranges::find_if(
        topology.workloads, [&](const Workload& workload) { return selects(selector, workload.pod.labels); });
    return found == topology.workloads.end() ? nullptr : &*found;
}

RequestFacts request_at(const Gateway& gateway, const Workload* workload) {
    RequestFacts request;
    request.from.gateway = true;
    request.from.name_space = (workload == nullptr ? gateway.metadata : workload->metadata).name_space;
    request.from.labels = workload == nullptr ? gateway.selector : workload->pod.labels;
    request.from.gateway_object = {gateway.metadata.name_space, gateway.metadata.name};
    return request;
}

struct Entrance {
    int port = 0; // of the pods
    bool tls = false;
};

std::vector<Entrance> entrances_of(const RouteIndex& index, const Gateway& gateway, const Caller& pods) {
    std::vector<Entrance> entrances;
    const auto add = [&](const Listener& listener, int port) {
        entrances.push_back({port, listener.tls != ListenerTls::None});
    };
    if (gateway.dialect == Dialect::Istio) {
        for (const BoundServer& server : bound_servers(index.routing(), index.known(), pods)) {
            add(*server.listener, server.port);
        }
    } else {
        for (const Listener& listener : gateway.listeners) {
            add(listener, listener.port);
        }
    }
    return entrances;
}

} // namespace

void add_gateway_profile(DataPlane& plane, const ProxyProfile& other) {
    const auto own = std::ranges::find_if(plane.proxies, [](const ProxyProfile& proxy) {
        return proxy.layer == Layer::L7 && proxy.placement != Placement::Library;
    });
    ProxyProfile gateway = own == plane.proxies.end() ? other : *own;
    plane.citations.push_back({.figure = "ingress gateway",
                               .value = "costs what one " + gateway.title + " does",
                               .conditions = "no published measurement",
                               .source = "none",
                               .assumed = true});
    gateway.name = "ingress";
    gateway.title = "Ingress gateway";
    gateway.placement = Placement::Gateway;
    plane.proxies.push_back(std::move(gateway));
}

std::optional<Ingress> find_ingress(const RouteIndex& index, const Traffic& traffic, const Service& target) {
    for (const Gateway& gateway : index.routing().gateways) {
        if (!is_meant(gateway, traffic.via)) {
            continue;
        }
        const std::vector<std::string> hosts =
            traffic.host.empty() ? hosts_of(index.routing(), gateway, target) : std::vector{traffic.host};
        const Workload* workload = workload_of(gateway, index.directory().topology());
        RequestFacts request = request_at(gateway, workload);
        describe_operation(traffic.operation, request);
        for (const std::string& host : hosts) {
            for (const auto& [port, tls] : entrances_of(index, gateway, request.from)) {
                request.host = host;
                request.port = port;
                request.tls = tls;
                if (leads_to(route(index, request), target)) {
                    return Ingress{&gateway, workload, request};
                }
            }
        }
    }
    return std::nullopt;
}

} // namespace meshcast
