#include "sim/policy/route.h"

#include "sim/policy/gateway_routes.h"
#include "sim/policy/host_match.h"
#include "sim/policy/mesh_routes.h"
#include "sim/policy/request_match.h"
#include "sim/policy/selection.h"

#include <fmt/format.h>

#include <algorithm>

namespace meshcast {

namespace {

using Outcome = RouteDecision::Outcome;

constexpr int kNotFound = 404;
constexpr int kServerError = 500;
constexpr int kUnavailable = 503;
constexpr int kMoved = 301;
constexpr int kProxyPorts[] = {
    15001, 15006}; // Istio's own: https://istio.io/latest/docs/ops/deployment/application-requirements/

std::string shown(const Route& route) {
    return fmt::format("{} {}", route.kind, qualified_name(route.metadata));
}

class Decider {
  public:
    Decider(const RouteIndex& index, const RequestFacts& request) : index_(index), request_(request) {}

    RouteDecision decide() {
        result_.port = request_.port;
        if (!request_.from.gateway) {
            in_mesh();
        } else if (const Gateway* gateway = gateway_api_gateway()) {
            behind_listeners(*gateway);
        } else {
            behind_servers();
        }
        return std::move(result_);
    }

  private:
    // --- in the mesh

    void in_mesh() {
        if (std::ranges::find(kProxyPorts, request_.port) != std::end(kProxyPorts)) {
            return end(Outcome::Refused, kUnavailable, "the port is the proxy's own");
        }
        const bool opaque = request_.protocol == RequestFacts::Protocol::Tcp || request_.tls;
        if (!opaque) {
            const auto hosts = mesh_virtual_hosts(routing(), index_.known(), request_);
            if (hosts) {
                if (const VirtualHost* host = find_virtual_host(*hosts, without_port(request_.host))) {
                    return choose(*host);
                }
            }
        }
        if (!connection_in_mesh()) {
            unknown_destination();
        }
    }

    void unknown_destination() {
        const EgressScope* scope = egress_scope(routing(), request_.from);
        if (routing().registry_only || (scope != nullptr && scope->registry_only)) {
            end(Outcome::Refused, 502, "nobody knows the destination, and only known ones are allowed");
        } else {
            end(Outcome::PassThrough, 0, "no service of this name and port is visible to the client");
        }
    }

    /// By address first (the longest block that holds it), then by server name. What is TLS outside is not
    /// looked into.
    bool connection_in_mesh() {
        const std::string name = without_port(!request_.sni.empty() ? request_.sni : request_.host);
        std::vector<const KnownHost*> group;
        int bits = -1;
        for (const KnownHost* host : visible_hosts(routing(), index_.known(), request_.from, request_.port)) {
            const auto owned = request_.address.empty() ? std::nullopt : host->owns(request_.address);
            const bool elsewhere = !request_.address.empty() && host->has_addresses() && !owned;
            if (elsewhere) {
                continue;
            }
            const int own_bits = owned.value_or(-1);
            if (own_bits > bits) {
                bits = own_bits;
                group.clear();
            }
            if (own_bits == bits) {
                group.push_back(host);
            }
        }
        const KnownHost* chosen = by_name(group, name);
        if (chosen == nullptr && bits >= 0) {
            const auto takes_any = [&](const KnownHost* host) {
                return host->port(request_.port)->carries != Carries::Tls;
            };
            const auto found = std::ranges::find_if(group, takes_any);
            chosen = found == group.end() ? nullptr : *found;
        }
        if (chosen == nullptr) {
            return false;
        }
        connect(*chosen);
        return true;
    }

    const KnownHost* by_name(const std::vector<const KnownHost*>& hosts, const std::string& name) const {
        const Metadata here{"", request_.from.name_space, {}, {}, {}};
        const auto found = std::ranges::find_if(hosts, [&](const KnownHost* host) {
            const auto is = [&](const KnownHost& known) {
                if (covers(known.host, name)) {
                    return true;
                }
                const std::string_view rest = std::string_view(known.host);
                return known.service != nullptr && rest.starts_with(name) &&
                       (rest.substr(name.size()) == ".svc.cluster.local" ||
                        rest.substr(name.size()) == "." + here.name_space + ".svc.cluster.local");
            };
            return is(*host) || std::ranges::any_of(host->aliases, [&](const std::string& alias) {
                       const KnownHost* known = index_.known().find(alias);
                       return known != nullptr && is(*known);
                   });
        });
        return found == hosts.end() ? nullptr : *found;
    }

    /// To a host of the mesh: by a VirtualService's tls or tcp rules, else as dialled.
    void connect(const KnownHost& host) {
        result_.virtual_host = host.host;
        for (const Route* route : visible_virtual_services(routing(), request_.from, request_.port)) {
            if (!request_.reads(route->dialect) ||
                !std::ranges::any_of(
                    route->hosts, [&](const std::string& pattern) { return covers(pattern, host.host); })) {
                continue;
            }
            if (try_rules(*route, route->tls, true, "mesh") || try_rules(*route, route->tcp, false, "mesh")) {
                return;
            }
        }
        to_service(host, "no rule speaks of connections to it");
    }

    bool try_rules(const Route& route, const std::vector<ConnectionRule>& rules, bool tls,
                   std::string_view gateway) {
        for (const ConnectionRule& rule : rules) {
            if (rule.matches.empty() && !tls) {
                take(route, rule);
                return true;
            }
            for (const ConnectionMatch& match : rule.matches) {
                if (concerns(match, request_.from, request_.port, gateway) && holds(match)) {
                    take(route, rule);
                    return true;
                }
            }
        }
        return false;
    }

    bool holds(const ConnectionMatch& match) const {
        const std::string name = without_port(!request_.sni.empty() ? request_.sni : request_.host);
        const bool named =
            match.sni_hosts.empty() ||
            std::ranges::any_of(match.sni_hosts, [&](const auto& host) { return covers(host, name); });
        const bool addressed =
            match.destinations.empty() || std::ranges::any_of(match.destinations, [&](const auto& block) {
                return cidr_match(block, request_.address).has_value();
            });
        return named && addressed;
    }

    // --- at a gateway

    const Gateway* gateway_api_gateway() const {
        const ObjectName& name = request_.from.gateway_object;
        const auto found = std::ranges::find_if(routing().gateways, [&](const Gateway& gateway) {
            return gateway.dialect == Dialect::GatewayApi && gateway.metadata.name == name.name &&
                   gateway.metadata.name_space == name.name_space;
        });
        return found == routing().gateways.end() ? nullptr : &*found;
    }

    void behind_listeners(const Gateway& gateway) {
        const auto on_port = [&](const Listener& listener) { return listener.port == request_.port; };
        if (std::ranges::none_of(gateway.listeners, on_port)) {
            return end(Outcome::NoListener, 0, "the gateway has no listener on this port");
        }
        const std::vector<const Listener*> listeners = listeners_for(gateway, request_);
        if (listeners.empty()) {
            return end(Outcome::NoVirtualHost, kNotFound, "no listener has this hostname");
        }
        const auto hosts =
            listener_virtual_hosts(routing(), index_.directory(), gateway, listeners, request_);
        choose_among(hosts);
    }

    void behind_servers() {
        std::vector<BoundServer> servers = bound_servers(routing(), index_.known(), request_.from);
        std::erase_if(servers, [&](const BoundServer& server) { return server.port != request_.port; });
        if (servers.empty()) {
            return end(Outcome::NoListener, 0, "no Gateway for these pods has a server on this port");
        }
        const bool secure = request_.tls;
        const auto speaks = [&](const BoundServer& server) {
            return (server.listener->tls != ListenerTls::None) == secure;
        };
        if (std::ranges::none_of(servers, speaks)) {
            return end(Outcome::NoFilterChain, 0,
                       secure ? "no server here takes TLS" : "all servers here want TLS");
        }
        std::erase_if(servers, [&](const BoundServer& server) { return !speaks(server); });
        if (secure) {
            return behind_tls(servers);
        }
        const bool http = servers.front().listener->protocol.starts_with("HTTP") ||
                          servers.front().listener->protocol.starts_with("GRPC");
        if (!http) {
            return connect_behind(servers, false);
        }
        result_.port = servers.front().listener->port;
        choose_among(gateway_virtual_hosts(routing(), request_.from, servers));
    }

    /// The server whose hosts say most about the server name.
    void behind_tls(const std::vector<BoundServer>& servers) {
        const std::string name = without_port(!request_.sni.empty() ? request_.sni : request_.host);
        const BoundServer* best = nullptr;
        std::size_t rank = 0;
        for (const BoundServer& server : servers) {
            for (const ScopedHost& host : server.listener->hosts) {
                if (covers(host.host, name) && (best == nullptr || specificity(host.host) > rank)) {
                    best = &server;
                    rank = specificity(host.host);
                }
            }
        }
        if (best == nullptr) {
            return end(Outcome::NoFilterChain, 0, "no server here has this server name");
        }
        result_.port = best->listener->port;
        if (best->listener->protocol == "HTTPS" && best->listener->tls != ListenerTls::Passthrough) {
            return choose_among(gateway_virtual_hosts(routing(), request_.from, {*best}));
        }
        connect_behind({*best}, best->listener->tls == ListenerTls::Passthrough);
    }

    void connect_behind(const std::vector<BoundServer>& servers, bool passthrough) {
        bool any_rule = false;
        for (const BoundServer& server : servers) {
            for (const bool tls : {true, false}) {
                for (const auto& [route, rule, match] :
                     gateway_connection_rules(routing(), request_.from, server, tls)) {
                    any_rule = any_rule || tls == passthrough;
                    if ((tls && !passthrough) || (match != nullptr && !holds(*match))) {
                        continue;
                    }
                    result_.port = server.listener->port;
                    return take(*route, *rule);
                }
            }
        }
        if (passthrough && any_rule) {
            return end(Outcome::NoFilterChain, 0, "no tls rule has this server name");
        }
        end(Outcome::NoListener, 0, "no VirtualService says where connections to this port go");
    }

    // --- rules

    void choose_among(const std::vector<VirtualHost>& hosts) {
        if (hosts.empty()) {
            return end(Outcome::NoRoute, kNotFound, "no route hangs on this port");
        }
        if (const VirtualHost* host = find_virtual_host(hosts, without_port(request_.host))) {
            return choose(*host);
        }
        end(Outcome::NoVirtualHost, kNotFound, "no route here has this host");
    }

    void choose(const VirtualHost& host) {
        result_.virtual_host = host.domains.front();
        if (host.require_tls && !request_.tls) {
            return end(Outcome::Redirect, kMoved, "the Gateway sends plain requests to https");
        }
        std::size_t tried = 0;
        for (const RouteCandidate& candidate : host.candidates) {
            ++tried;
            if (candidate.rule == nullptr) {
                return to_service(*host.host, "no route speaks of it");
            }
            if (candidate.match == nullptr || matches(*candidate.match, request_)) {
                return take(candidate, tried, host.candidates.size());
            }
        }
        end(Outcome::NoRoute, kNotFound,
            fmt::format("none of the {} rules for {} takes this request", tried, host.domains.front()));
    }

    void take(const RouteCandidate& candidate, std::size_t place, std::size_t of) {
        const RouteRule& rule = *candidate.rule;
        result_.route = candidate.route;
        result_.rule = &rule;
        result_.match = candidate.match;
        result_.origin = rule.origin;
        result_.because = fmt::format(
            "{} for {}: {}; rule {} of {} in the order tried", shown(*candidate.route), result_.virtual_host,
            candidate.match == nullptr ? "every request" : describe(*candidate.match), place, of);
        if (rule.redirect) {
            result_.outcome = Outcome::Redirect;
            result_.status = rule.redirect->status;
        } else if (rule.direct_response) {
            result_.outcome = Outcome::Respond;
            result_.status = rule.direct_response->status;
        } else if (rule.backends.empty() && candidate.route->kind == "ServiceProfile") {
            if (const KnownHost* known = index_.known().find(result_.virtual_host)) {
                add_backend(*known);
            }
        } else {
            forward(rule.backends, candidate.route->dialect);
        }
    }

    void take(const Route& route, const ConnectionRule& rule) {
        result_.route = &route;
        result_.connection = &rule;
        result_.origin = rule.origin;
        result_.because = fmt::format("{} for connections to port {}", shown(route), result_.port);
        forward(rule.backends, route.dialect);
    }

    /// Shares by weight. Backends that get nothing are left out unless they are asked for.
    void forward(const std::vector<Backend>& backends, Dialect dialect) {
        result_.outcome = Outcome::Forward;
        double total = 0;
        double valid = 0;
        for (const Backend& backend : backends) {
            total += backend.weight;
            valid += backend.invalid.empty() ? backend.weight : 0;
        }
        for (const Backend& backend : backends) {
            if (backend.weight > 0 || (request_.idle_backends && total > 0)) {
                result_.backends.push_back(resolve(backend, backend.weight / total));
            }
        }
        if (valid <= 0) {
            result_.status = dialect == Dialect::Istio ? kUnavailable : kServerError;
        } else if (std::ranges::none_of(result_.backends, [](const ChosenBackend& backend) {
                       return backend.known != nullptr || !backend.invalid.empty();
                   })) {
            result_.status = kUnavailable;
        }
    }

    /// The port where none is said: the only one the service has, else the one the client asked for.
    ChosenBackend resolve(const Backend& backend, double share) const {
        ChosenBackend chosen{
            backend.host, backend.port,   backend.subset, share, index_.known().find(backend.host),
            &backend,     backend.invalid};
        if (chosen.port == 0) {
            const bool one = chosen.known != nullptr && chosen.known->ports.size() == 1;
            chosen.port = one ? chosen.known->ports.front().number : result_.port;
        }
        if (chosen.known != nullptr && !chosen.known->alias_of.empty()) {
            chosen.host = chosen.known->alias_of;
            chosen.known = index_.known().find(chosen.host);
        }
        return chosen;
    }

    void to_service(const KnownHost& host, std::string_view why) {
        result_.outcome = Outcome::Forward;
        result_.because = fmt::format("{} itself: {}", host.host, why);
        result_.origin =
            host.service != nullptr ? host.service->metadata.origin : host.entry->metadata.origin;
        add_backend(host);
    }

    void add_backend(const KnownHost& host) {
        result_.outcome = Outcome::Forward;
        result_.backends = {{host.host, request_.port, "", 1, &host, nullptr, ""}};
    }

    void end(Outcome outcome, int status, std::string why) {
        result_.outcome = outcome;
        result_.status = status;
        result_.because = std::move(why);
    }

    const Routing& routing() const { return index_.routing(); }

    const RouteIndex& index_;
    const RequestFacts& request_;
    RouteDecision result_;
};

} // namespace

RouteDecision route(const RouteIndex& index, const RequestFacts& request) {
    return Decider(index, request).decide();
}

std::string_view outcome_name(RouteDecision::Outcome outcome) {
    switch (outcome) {
    case Outcome::Forward:
        return "forward";
    case Outcome::Redirect:
        return "redirect";
    case Outcome::Respond:
        return "respond";
    case Outcome::NoRoute:
        return "no-route";
    case Outcome::NoVirtualHost:
        return "no-virtual-host";
    case Outcome::NoListener:
        return "no-listener";
    case Outcome::NoFilterChain:
        return "no-filter-chain";
    case Outcome::PassThrough:
        return "pass-through";
    case Outcome::Refused:
        return "refused";
    }
    return "";
}

} // namespace meshcast
