#include "scenarios/diagnostics/catalogue.h"
#include "scenarios/import/gateway_api/kinds.h"
#include "sim/policy/directory.h"
#include "sim/policy/namespace_scope.h"

#include <algorithm>

namespace meshcast::gateway_api {

namespace {

constexpr std::string_view kServiceSuffix = ".svc.cluster.local";

/// A backend's Service by name; nothing for hosts of other kinds.
std::optional<ObjectName> service_of(const Backend& backend) {
    std::string_view host = backend.host;
    if (!host.ends_with(kServiceSuffix)) {
        return std::nullopt;
    }
    host.remove_suffix(kServiceSuffix.size());
    const std::size_t dot = host.rfind('.');
    if (dot == host.npos) {
        return std::nullopt;
    }
    return ObjectName{std::string(host.substr(dot + 1)), std::string(host.substr(0, dot))};
}

bool is_granted(const Routing& routing, const Route& route, const ObjectName& service) {
    const auto from = [&](const ReferenceGrant::From& entry) {
        return entry.group == "gateway.networking.k8s.io" && entry.kind == route.kind &&
               entry.name_space == route.metadata.name_space;
    };
    const auto to = [&](const ReferenceGrant::To& entry) {
        return entry.group.empty() && entry.kind == "Service" &&
               (entry.name.empty() || entry.name == service.name);
    };
    return std::ranges::any_of(routing.grants, [&](const ReferenceGrant& grant) {
        return grant.metadata.name_space == service.name_space && std::ranges::any_of(grant.from, from) &&
               std::ranges::any_of(grant.to, to);
    });
}

class Settler {
  public:
    Settler(Routing& routing, const Topology& topology, Diagnostics& diagnostics)
        : routing_(routing), directory_(topology), diagnostics_(diagnostics) {}

    void attach_sets() {
        std::ranges::stable_sort(routing_.listener_sets, [](const ListenerSet& a, const ListenerSet& b) {
            return std::tie(a.created, a.metadata.name_space, a.metadata.name) <
                   std::tie(b.created, b.metadata.name_space, b.metadata.name);
        });
        for (const ListenerSet& set : routing_.listener_sets) {
            for (Gateway& gateway : routing_.gateways) {
                const bool named = gateway.dialect == Dialect::GatewayApi &&
                                   gateway.metadata.name == set.gateway.name &&
                                   gateway.metadata.name_space == set.gateway.name_space;
                if (named && allows(gateway.allowed_sets, gateway.metadata.name_space,
                                    set.metadata.name_space, directory_)) {
                    gateway.listeners.insert(gateway.listeners.end(), set.listeners.begin(),
                                             set.listeners.end());
                }
            }
        }
    }

    void check_backends() {
        for (Route& route : routing_.routes) {
            if (route.dialect == Dialect::Istio || route.kind == "ServiceProfile") {
                continue;
            }
            for (RouteRule& rule : route.http) {
                for (Backend& backend : rule.backends) {
                    check(route, backend);
                }
                for (Mirror& mirror : rule.mirrors) {
                    check(route, mirror.backend);
                }
            }
        }
    }

  private:
    void check(const Route& route, Backend& backend) {
        if (backend.invalid.empty()) {
            backend.invalid = fault_of(route, backend);
        }
        if (!backend.invalid.empty()) {
            diagnostics_.add(message::BackendRefused, backend.origin,
                             fill(message::BackendRefused, backend.invalid));
        }
    }

    std::string fault_of(const Route& route, const Backend& backend) const {
        const auto name = service_of(backend);
        if (!name) {
            return "";
        }
        const std::string shown = fmt::format("Service {}/{}", name->name_space, name->name);
        if (route.dialect == Dialect::GatewayApi && name->name_space != route.metadata.name_space &&
            !is_granted(routing_, route, *name)) {
            return fmt::format("no ReferenceGrant in {} lets a {} of {} use {}", name->name_space, route.kind,
                               route.metadata.name_space, shown);
        }
        const Service* service = directory_.resolve(backend.host, name->name_space);
        if (service == nullptr) {
            return "there is no " + shown;
        }
        const bool has_port = std::ranges::any_of(
            service->ports, [&](const ServicePort& port) { return port.port == backend.port; });
        return has_port ? "" : fmt::format("{} has no port {}", shown, backend.port);
    }

    Routing& routing_;
    Directory directory_;
    Diagnostics& diagnostics_;
};

} // namespace

void settle(Routing& routing, const Topology& topology, Diagnostics& diagnostics) {
    Settler settler(routing, topology, diagnostics);
    settler.attach_sets();
    settler.check_backends();
}

} // namespace meshcast::gateway_api
