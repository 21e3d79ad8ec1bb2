#include "sim/policy/gateway_routes.h"

#include "sim/policy/host_match.h"
#include "sim/policy/namespace_scope.h"
#include "sim/policy/request_match.h"
#include "sim/policy/selection.h"

#include <algorithm>
#include <map>
#include <set>

namespace meshcast {

namespace {

constexpr std::string_view kNoTranslation = "experimental.istio.io/disable-gateway-port-translation";

std::string name_of(const Gateway& gateway) {
    return qualified_name(gateway.metadata);
}

bool is_attached(const Route& route, const Gateway& gateway) {
    return std::ranges::any_of(route.attachments, [&](const Attachment& parent) {
        return parent.kind == Attachment::Kind::Gateway && parent.to.name == gateway.metadata.name &&
               parent.to.name_space == gateway.metadata.name_space;
    });
}

bool is_http(const Listener& listener) {
    const std::string& protocol = listener.protocol;
    return (protocol.starts_with("HTTP") && protocol != "HTTPS") || protocol.starts_with("GRPC");
}

/// Hosts of a server that VirtualServices of a namespace may use.
std::vector<std::string> hosts_for(const Listener& listener, const std::string& name_space) {
    std::vector<std::string> result;
    for (const ScopedHost& host : listener.hosts) {
        if (host.name_space == "*" || host.name_space == name_space) {
            result.push_back(host.host);
        }
    }
    return result;
}

std::vector<std::string> shared_hosts(const Listener& listener, const Route& route) {
    std::vector<std::string> result;
    for (const std::string& own : hosts_for(listener, route.metadata.name_space)) {
        for (const std::string& host : route.hosts) {
            const auto both = intersection(own, host);
            if (both && std::ranges::find(result, *both) == result.end()) {
                result.push_back(*both);
            }
        }
    }
    return result;
}

bool keeps_ports(const KnownHost& host) {
    const Labels& labels =
        host.service != nullptr ? host.service->metadata.labels : host.entry->metadata.labels;
    return labels.contains(kNoTranslation);
}

/// Which ports a server listens on. A selected gateway listens on the number itself where no service has it.
std::vector<int> ports_of(const Gateway& gateway, int number, const std::vector<const KnownHost*>& services) {
    std::set<int> ports;
    for (const KnownHost* host : services) {
        const bool named = std::ranges::find(gateway.services, host->host) != gateway.services.end() &&
                           host->name_space == gateway.metadata.name_space;
        if (gateway.services.empty() ? keeps_ports(*host) : !named) {
            continue;
        }
        if (const KnownPort* port = host->port(number)) {
            const int target = port->target == 0 ? number : port->target;
            if (gateway.services.empty()) {
                return {target};
            }
            ports.insert(target);
        }
    }
    if (gateway.services.empty()) {
        return {number};
    }
    return {ports.begin(), ports.end()};
}

/// Settles which servers share the ports of one set of pods.
class Merger {
  public:
    void add(const BoundServer& server) {
        const Listener& listener = *server.listener;
        if (listener.tls != ListenerTls::None && !claim_hosts(server)) {
            return;
        }
        const bool plain = listener.tls == ListenerTls::None;
        const auto first = first_.find(server.port);
        if (first == first_.end()) {
            first_.emplace(server.port, server.listener);
        } else if (first->second->tls == ListenerTls::None) {
            if (!plain || !is_http(listener) || !is_http(*first->second)) {
                return; // only HTTP goes together with HTTP
            }
        } else if (plain) {
            return;
        }
        servers.push_back(server);
    }

    std::vector<BoundServer> servers;

  private:
    bool claim_hosts(const BoundServer& server) {
        auto& taken = hosts_[server.port];
        const auto key = [](const ScopedHost& host) { return host.name_space + "/" + host.host; };
        const auto is_taken = [&](const ScopedHost& host) { return taken.contains(key(host)); };
        if (std::ranges::any_of(server.listener->hosts, is_taken)) {
            return false;
        }
        for (const ScopedHost& host : server.listener->hosts) {
            taken.insert(key(host));
        }
        return true;
    }

    std::map<int, const Listener*> first_;
    std::map<int, std::set<std::string>> hosts_;
};

bool is_for(const Gateway& gateway, const Caller& client) {
    if (!client.gateway_object.name.empty()) {
        return gateway.metadata.name == client.gateway_object.name &&
               gateway.metadata.name_space == client.gateway_object.name_space;
    }
    return !gateway.services.empty() || gateway.selector.empty() || selects(gateway.selector, client.labels);
}

/// One that takes everything hides those after it: it is tried last.
void put_general_last(std::vector<RouteCandidate>& candidates) {
    std::ranges::stable_partition(candidates, [](const RouteCandidate& candidate) {
        return candidate.match != nullptr && !takes_everything(*candidate.match);
    });
}

class HostTable {
  public:
    VirtualHost& at(const std::string& host) {
        const auto [entry, is_new] = index_.try_emplace(host, hosts.size());
        if (is_new) {
            hosts.push_back({{host}, {}, nullptr, false});
        }
        return hosts[entry->second];
    }

    std::vector<VirtualHost> hosts;

  private:
    std::map<std::string, std::size_t> index_;
};

} // namespace

std::vector<BoundServer> bound_servers(const Routing& routing, const KnownHosts& known,
                                       const Caller& client) {
    const std::vector<const KnownHost*> services = hosts_in_front_of(known, client);
    Merger merger;
    for (const Gateway* gateway : by_age(routing.gateways)) {
        if (gateway->dialect != Dialect::Istio || !is_for(*gateway, client)) {
            continue;
        }
        for (const Listener& listener : gateway->listeners) {
            for (const int port : ports_of(*gateway, listener.port, services)) {
                merger.add({gateway, &listener, port});
            }
        }
    }
    return std::move(merger.servers);
}

std::vector<VirtualHost> gateway_virtual_hosts(const Routing& routing, const Caller& client,
                                               const std::vector<BoundServer>& servers) {
    HostTable table;
    const std::vector<const Route*> routes = by_age(routing.routes);
    for (const BoundServer& server : servers) {
        const Listener& listener = *server.listener;
        for (const Route* route : routes) {
            if (route->dialect != Dialect::Istio || !is_attached(*route, *server.gateway) ||
                !is_exported(route->export_to, client.name_space)) {
                continue;
            }
            const std::vector<RouteCandidate> candidates =
                candidates_in_order(*route, client, listener.port, name_of(*server.gateway));
            if (candidates.empty()) {
                continue;
            }
            for (const std::string& host : shared_hosts(listener, *route)) {
                VirtualHost& entry = table.at(host);
                entry.candidates.insert(entry.candidates.end(), candidates.begin(), candidates.end());
                entry.require_tls = entry.require_tls || listener.https_redirect;
            }
        }
        if (listener.https_redirect) {
            for (const ScopedHost& host : listener.hosts) {
                table.at(host.host).require_tls = true;
            }
        }
    }
    for (VirtualHost& host : table.hosts) {
        put_general_last(host.candidates);
    }
    return std::move(table.hosts);
}

std::vector<ConnectionCandidate> gateway_connection_rules(const Routing& routing, const Caller& client,
                                                          const BoundServer& server, bool tls) {
    std::vector<ConnectionCandidate> result;
    for (const Route* route : by_age(routing.routes)) {
        if (route->dialect != Dialect::Istio || !is_attached(*route, *server.gateway) ||
            !is_exported(route->export_to, client.name_space) ||
            shared_hosts(*server.listener, *route).empty()) {
            continue;
        }
        for (const ConnectionRule& rule : tls ? route->tls : route->tcp) {
            if (rule.matches.empty()) {
                result.push_back({route, &rule, nullptr});
            }
            for (const ConnectionMatch& match : rule.matches) {
                if (concerns(match, client, server.listener->port, name_of(*server.gateway))) {
                    result.push_back({route, &rule, &match});
                }
            }
        }
    }
    return result;
}

std::vector<const Listener*> listeners_for(const Gateway& gateway, const RequestFacts& request) {
    const std::string host = without_port(request.tls && !request.sni.empty() ? request.sni : request.host);
    std::vector<const Listener*> best;
    std::size_t rank = 0;
    for (const Listener& listener : gateway.listeners) {
        const bool secure = listener.tls != ListenerTls::None;
        if (listener.port != request.port || secure != request.tls) {
            continue;
        }
        const std::string pattern = listener.hosts.empty() ? "*" : listener.hosts.front().host;
        if (!covers(pattern, host)) {
            continue;
        }
        if (best.empty() || specificity(pattern) > rank) {
            best.clear();
            rank = specificity(pattern);
        }
        if (specificity(pattern) == rank) {
            best.push_back(&listener);
        }
    }
    return best;
}

std::vector<std::string> attached_hosts(const Route& route, const Gateway& gateway, const Listener& listener,
                                        const Directory& directory) {
    const ObjectName own =
        listener.from_set ? listener.set : ObjectName{gateway.metadata.name_space, gateway.metadata.name};
    const auto names = [&](const Attachment& parent) {
        const auto kind = listener.from_set ? Attachment::Kind::ListenerSet : Attachment::Kind::Gateway;
        return parent.kind == kind && parent.to == own &&
               (parent.section.empty() || parent.section == listener.name) &&
               (parent.port == 0 || parent.port == listener.port);
    };
    const bool kind_allowed =
        listener.kinds.empty() || std::ranges::find(listener.kinds, route.kind) != listener.kinds.end();
    if (!kind_allowed || std::ranges::none_of(route.attachments, names) ||
        !allows(listener.allowed, own.name_space, route.metadata.name_space, directory)) {
        return {};
    }
    const std::string pattern = listener.hosts.empty() ? "*" : listener.hosts.front().host;
    if (route.hosts.empty()) {
        return {pattern};
    }
    std::vector<std::string> result;
    for (const std::string& host : route.hosts) {
        if (auto both = intersection(pattern, host)) {
            result.push_back(*std::move(both));
        }
    }
    return result;
}

std::vector<VirtualHost> listener_virtual_hosts(const Routing& routing, const Directory& directory,
                                                const Gateway& gateway,
                                                const std::vector<const Listener*>& listeners,
                                                const RequestFacts& request) {
    HostTable table;
    for (const Route& route : routing.routes) {
        if (route.dialect == Dialect::Istio || !request.reads(route.dialect)) {
            continue;
        }
        std::set<std::string> hosts;
        for (const Listener* listener : listeners) {
            hosts.merge([&] {
                const auto found = attached_hosts(route, gateway, *listener, directory);
                return std::set<std::string>(found.begin(), found.end());
            }());
        }
        for (const std::string& host : hosts) {
            add_all(route, table.at(host).candidates);
        }
    }
    for (VirtualHost& host : table.hosts) {
        sort_by_precedence(host.candidates);
    }
    return std::move(table.hosts);
}

} // namespace meshcast
