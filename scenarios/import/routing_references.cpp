#include "scenarios/import/routing_references.h"

#include "scenarios/diagnostics/catalogue.h"
#include "scenarios/diagnostics/suggest.h"
#include "sim/policy/destination_policy.h"
#include "sim/policy/directory.h"
#include "sim/policy/host_match.h"
#include "sim/policy/known_hosts.h"
#include "sim/policy/request_match.h"
#include "sim/policy/selection.h"

#include <algorithm>

namespace meshcast {

namespace {

class Checker {
  public:
    Checker(const Routing& routing, const Topology& topology, Diagnostics& diagnostics)
        : routing_(routing), directory_(topology), known_(routing, topology), diagnostics_(diagnostics) {}

    void check() {
        for (const Route& route : routing_.routes) {
            check_attachments(route);
            for (const RouteRule& rule : route.http) {
                check_rule(route, rule);
            }
            check_order(route);
            for (const auto* rules : {&route.tls, &route.tcp}) {
                for (const ConnectionRule& rule : *rules) {
                    check_backends(route, rule.backends);
                }
            }
        }
        for (const DestinationPolicy& policy : routing_.policies) {
            check_subsets(policy);
        }
    }

  private:
    void add(const Message& message, const Origin& where, std::string text, std::string hint = {}) {
        diagnostics_.add(message, where, std::move(text), std::move(hint));
    }

    void check_attachments(const Route& route) {
        for (const Attachment& parent : route.attachments) {
            const std::string name = fmt::format("{}/{}", parent.to.name_space, parent.to.name);
            const auto is_it = [&](const auto& object) {
                return object.metadata.name == parent.to.name &&
                       object.metadata.name_space == parent.to.name_space;
            };
            const bool of_gateway = parent.kind == Attachment::Kind::Gateway;
            if (of_gateway && std::ranges::none_of(routing_.gateways, [&](const Gateway& gateway) {
                    return gateway.dialect ==
                               (route.dialect == Dialect::Istio ? Dialect::Istio : Dialect::GatewayApi) &&
                           is_it(gateway);
                })) {
                add(message::GatewayMissing, parent.origin, fill(message::GatewayMissing, "Gateway", name));
            } else if (parent.kind == Attachment::Kind::ListenerSet &&
                       std::ranges::none_of(routing_.listener_sets, is_it)) {
                add(message::GatewayMissing, parent.origin,
                    fill(message::GatewayMissing, "ListenerSet", name));
            } else if (parent.kind == Attachment::Kind::Service &&
                       std::ranges::none_of(directory_.topology().services, is_it)) {
                add(message::GatewayMissing, parent.origin, fill(message::GatewayMissing, "Service", name));
            }
        }
    }

    void check_rule(const Route& route, const RouteRule& rule) {
        check_backends(route, rule.backends);
        for (const Mirror& mirror : rule.mirrors) {
            check_backend(route, mirror.backend);
        }
    }

    void check_backends(const Route& route, const std::vector<Backend>& backends) {
        for (const Backend& backend : backends) {
            check_backend(route, backend);
        }
        const auto is_nothing = [](const Backend& backend) { return backend.weight == 0; };
        if (!backends.empty() && std::ranges::all_of(backends, is_nothing)) {
            add(message::WeightsZero, backends.front().origin, std::string(message::WeightsZero.text));
        }
    }

    void check_backend(const Route& route, const Backend& backend) {
        if (!backend.invalid.empty() || backend.host.empty()) {
            return; // said already
        }
        const KnownHost* known = find(backend.host);
        if (known == nullptr) {
            if (!backend.host.ends_with(".clusterset.local")) {
                add(message::RouteHostMissing, backend.origin, fill(message::RouteHostMissing, backend.host),
                    did_you_mean(backend.host, names()));
            }
            return;
        }
        if (backend.port != 0 && known->port(backend.port) == nullptr && known->alias_of.empty()) {
            add(message::RoutePortMissing, backend.origin,
                fill(message::RoutePortMissing, known->host, backend.port));
        }
        if (!backend.subset.empty()) {
            check_subset(route, backend, *known);
        }
    }

    /// A subset is there if some client could see it.
    void check_subset(const Route& route, const Backend& backend, const KnownHost& known) {
        const auto defines = [&](const DestinationPolicy& policy) {
            return covers(policy.host, known.host) &&
                   std::ranges::find(policy.subsets, backend.subset, &Subset::name) != policy.subsets.end();
        };
        Caller client;
        client.name_space = route.metadata.name_space;
        const auto own = destination_policies(routing_, client, known.host, known.name_space);
        if (own.subset(backend.subset) == nullptr && std::ranges::none_of(routing_.policies, defines)) {
            add(message::SubsetMissing, backend.origin,
                fill(message::SubsetMissing, backend.subset, known.host));
        }
    }

    void check_subsets(const DestinationPolicy& policy) {
        const KnownHost* known = find(policy.host);
        if (known == nullptr) {
            if (!is_wildcard(policy.host) && !policy.host.empty()) {
                add(message::RouteHostMissing, policy.metadata.origin,
                    fill(message::RouteHostMissing, policy.host), did_you_mean(policy.host, names()));
            }
            return;
        }
        if (known->service == nullptr || known->service->selector.empty()) {
            return;
        }
        for (const Subset& subset : policy.subsets) {
            const auto pods = directory_.selected(*known->service);
            const bool any =
                subset.labels.empty() || std::ranges::any_of(pods, [&](std::size_t workload) {
                    return selects(subset.labels, directory_.topology().workloads[workload].pod.labels);
                });
            if (!any && !directory_.topology().workloads.empty()) {
                add(message::SubsetSelectsNothing, subset.origin,
                    fill(message::SubsetSelectsNothing, subset.name, known->host));
            }
        }
    }

    /// VirtualServices are tried in the order written; the Gateway API sorts its rules.
    void check_order(const Route& route) {
        if (route.dialect != Dialect::Istio) {
            return;
        }
        const RouteRule* general = nullptr;
        for (const RouteRule& rule : route.http) {
            if (general != nullptr) {
                add(message::RuleShadowed, rule.origin,
                    fill(message::RuleShadowed, general->origin.file, general->origin.line));
                return;
            }
            const bool all = rule.matches.empty() || std::ranges::any_of(rule.matches, [](const auto& match) {
                                 return takes_everything(match) && match.port == 0 &&
                                        match.gateways.empty() && match.source_labels.empty() &&
                                        match.source_namespace.empty();
                             });
            general = all ? &rule : nullptr;
        }
    }

    const KnownHost* find(std::string_view host) const {
        if (const KnownHost* known = known_.find(host)) {
            return known;
        }
        const auto all = known_.all();
        const auto found = std::ranges::find_if(
            all, [&](const KnownHost& known) { return is_wildcard(known.host) && covers(known.host, host); });
        return found == all.end() ? nullptr : &*found;
    }

    std::vector<std::string> names() const {
        std::vector<std::string> result;
        for (const KnownHost& known : known_.all()) {
            result.push_back(known.host);
        }
        return result;
    }

    const Routing& routing_;
    Directory directory_;
    KnownHosts known_;
    Diagnostics& diagnostics_;
};

} // namespace

void check_routing_references(const Routing& routing, const Topology& topology, Diagnostics& diagnostics) {
    Checker(routing, topology, diagnostics).check();
}

} // namespace meshcast
