#include "sim/policy/mtls/inbound_port.h"

#include "sim/policy/mesh_routes.h"

#include <algorithm>

namespace meshcast {

namespace {

std::optional<InboundPort> of_sidecar(const EgressScope& scope, int port) {
    const auto found = std::ranges::find(scope.ingress, port, &EgressScope::Ingress::port);
    if (found == scope.ingress.end()) {
        return std::nullopt;
    }
    const Carries carries = carried_by(found->protocol);
    return InboundPort{port, carries, found->tls, found->protocol == "HTTPS" || carries == Carries::Http,
                       scope.metadata.origin};
}

} // namespace

std::optional<int> target_port(const ServicePort& port, const PodTemplate& pod) {
    if (const int* number = std::get_if<int>(&port.target_port)) {
        return *number;
    }
    const std::string& name = std::get<std::string>(port.target_port);
    for (const Container& container : pod.containers) {
        const auto found = std::ranges::find(container.ports, name, &ContainerPort::name);
        if (found != container.ports.end()) {
            return found->number;
        }
    }
    return std::nullopt;
}

std::optional<int> pod_port(const KnownHost& host, int port, const PodTemplate& pod) {
    const KnownPort* known = host.port(port);
    if (known == nullptr) {
        return std::nullopt;
    }
    if (known->target != 0) {
        return known->target;
    }
    return target_port(*std::ranges::find(host.service->ports, port, &ServicePort::port), pod);
}

std::optional<InboundPort> inbound_port(const Routing& routing, const KnownHosts& known, const Caller& server,
                                        const PodTemplate* pod, int port) {
    const EgressScope* scope = egress_scope(routing, server);
    if (scope != nullptr && !scope->ingress.empty()) {
        return of_sidecar(*scope, port);
    }
    static const PodTemplate kNoPorts;
    for (const KnownHost* host : hosts_in_front_of(known, server)) {
        for (const KnownPort& declared : host->ports) {
            if (pod_port(*host, declared.number, pod == nullptr ? kNoPorts : *pod) == port) {
                const Metadata& metadata =
                    host->service != nullptr ? host->service->metadata : host->entry->metadata;
                return InboundPort{port, declared.carries, ListenerTls::None, false, metadata.origin};
            }
        }
    }
    return std::nullopt;
}

} // namespace meshcast
