#include "sim/policy/mesh_routes.h"

#include "sim/policy/host_match.h"
#include "sim/policy/selection.h"

#include <algorithm>
#include <map>
#include <set>

namespace meshcast {

namespace {

constexpr std::string_view kMesh = "mesh";
constexpr int kPortForUnknownHosts = 80; // Istio routes hosts that are no service on this port only

/// The `hosts` that a client imports for a port; nullopt: its proxy does not listen there.
std::optional<std::vector<ScopedHost>> imports(const EgressScope* scope, int port) {
    if (scope == nullptr || scope->egress.empty()) {
        return std::vector<ScopedHost>{{"*", "*"}};
    }
    const EgressScope::Listener* any = nullptr;
    for (const EgressScope::Listener& listener : scope->egress) {
        if (listener.port == port) {
            return listener.hosts;
        }
        if (listener.port == 0 && any == nullptr) {
            any = &listener;
        }
    }
    return any == nullptr ? std::nullopt : std::optional(any->hosts);
}

bool is_imported(const std::vector<ScopedHost>& imports, std::string_view name_space, std::string_view host,
                 bool either_way) {
    return std::ranges::any_of(imports, [&](const ScopedHost& import) {
        return (import.name_space == "*" || import.name_space == name_space) &&
               (covers(import.host, host) || (either_way && covers(host, import.host)));
    });
}

bool has_attachment(const Route& route, Attachment::Kind kind) {
    return std::ranges::find(route.attachments, kind, &Attachment::kind) != route.attachments.end();
}

/// 0: for this namespace alone, 1: for some, 2: for everybody; nothing when it is not exported here.
std::optional<int> tier_of(const Route& route, const Caller& client) {
    if (!is_exported(route.export_to, client.name_space)) {
        return std::nullopt;
    }
    const bool everybody =
        route.export_to.empty() || std::ranges::find(route.export_to, "*") != route.export_to.end();
    const bool own = route.export_to.size() == 1 && route.metadata.name_space == client.name_space;
    return everybody ? 2 : own ? 0 : 1;
}

/// Names a client in that namespace may use:
/// https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/
std::vector<std::string> names_of(const KnownHost& host, const std::string& name_space) {
    std::vector<std::string> names{host.host};
    if (host.service != nullptr) {
        const Metadata& service = host.service->metadata;
        if (service.name_space == name_space) {
            names.push_back(service.name);
        }
        names.push_back(service.name + "." + service.name_space);
        names.push_back(service.name + "." + service.name_space + ".svc");
        if (host.service->headless) {
            names.push_back("*." + host.host);
        }
        if (!host.service->cluster_ip.empty()) {
            names.push_back(host.service->cluster_ip);
        }
    } else if (host.entry != nullptr) {
        for (const std::string& address : host.entry->addresses) {
            if (address.find('/') == address.npos) {
                names.push_back(address);
            }
        }
    }
    return names;
}

/// Candidates that are put in force together, for the same hosts.
struct Source {
    std::vector<std::string> hosts;
    std::string name_space;
    std::vector<RouteCandidate> candidates;
    bool of_services = false; // Gateway API and Linkerd: producers' and consumers' routes
    const Route* oldest = nullptr;
};

class Table {
  public:
    Table(const Routing& routing, const KnownHosts& known, const RequestFacts& request)
        : routing_(routing), known_(known), client_(request.from), port_(request.port), request_(request) {}

    std::optional<std::vector<VirtualHost>> build() {
        services_ = visible_hosts(routing_, known_, client_, port_);
        std::erase_if(services_, [&](const KnownHost* host) { return !host->port(port_)->may_be_http(); });
        if (services_.empty()) {
            return std::nullopt;
        }
        for (const Source& source : sources()) {
            add(source);
        }
        for (const KnownHost* host : services_) {
            if (!claimed_.contains(host)) {
                add_service(*host, {{nullptr, nullptr, nullptr}});
            }
        }
        return std::move(result_);
    }

  private:
    /// Consumers' routes first; then by who may see them, then by age.
    std::vector<Source> sources() {
        std::vector<Source> first;
        std::vector<Source> rest;
        for (Source& source : service_sources()) {
            (source.name_space == client_.name_space ? first : rest).push_back(std::move(source));
        }
        if (request_.reads(Dialect::Istio)) {
            virtual_services_ = visible_virtual_services(routing_, client_, port_);
        }
        for (const Route* route : virtual_services_) {
            rest.push_back({route->hosts, route->metadata.name_space,
                            candidates_in_order(*route, client_, port_, kMesh), false, route});
        }
        std::ranges::stable_sort(rest, [&](const Source& a, const Source& b) {
            const int left = tier_of(*a.oldest, client_).value_or(2);
            const int right = tier_of(*b.oldest, client_).value_or(2);
            return left != right ? left < right : is_older(*a.oldest, *b.oldest);
        });
        std::ranges::move(rest, std::back_inserter(first));
        return first;
    }

    /// Routes of one namespace for one Service are merged.
    std::vector<Source> service_sources() const {
        std::map<std::pair<std::string, std::string>, Source> merged;
        std::vector<Source> profiles;
        for (const Route* route : by_age(routing_.routes)) {
            if (!request_.reads(route->dialect) || route->dialect == Dialect::Istio) {
                continue;
            }
            if (route->kind == "ServiceProfile") { // counts before routes, in the order written
                Source source{route->hosts, route->metadata.name_space, {}, true, route};
                add_all(*route, source.candidates);
                profiles.push_back(std::move(source));
                continue;
            }
            for (const Attachment& parent : route->attachments) {
                if (parent.kind == Attachment::Kind::Service && (parent.port == 0 || parent.port == port_)) {
                    const std::string host =
                        parent.to.name + "." + parent.to.name_space + ".svc.cluster.local";
                    Source& source = merged[{route->metadata.name_space, host}];
                    source.hosts = {host};
                    source.name_space = route->metadata.name_space;
                    source.of_services = true;
                    source.oldest = source.oldest == nullptr ? route : source.oldest;
                    add_all(*route, source.candidates);
                }
            }
        }
        for (auto& [key, source] : merged) {
            sort_by_precedence(source.candidates);
            profiles.push_back(std::move(source));
        }
        return profiles;
    }

    void add(const Source& source) {
        if (source.candidates.empty()) {
            return;
        }
        std::vector<const KnownHost*> matched;
        std::vector<std::string> others;
        for (const std::string& host : source.hosts) {
            match(source, host, matched, others);
        }
        // Hosts that are no service have no port of their own: they are routed where a service of the same
        // object listens, and on port 80.
        if (!matched.empty() || port_ == kPortForUnknownHosts) {
            for (const std::string& host : others) {
                add_domains({host}, source.candidates, nullptr);
            }
        }
        for (const KnownHost* host : matched) {
            claimed_.insert(host);
            add_service(*host, source.candidates);
        }
    }

    void match(const Source& source, const std::string& host, std::vector<const KnownHost*>& matched,
               std::vector<std::string>& others) const {
        bool is_service = false;
        for (const KnownHost* service : services_) {
            if (!covers(host, service->host)) {
                continue;
            }
            is_service = true;
            const bool counts =
                source.of_services
                    ? source.name_space == service->name_space || source.name_space == client_.name_space
                    : !is_wildcard(host) || most_specific(*service) == source.oldest;
            if (counts && std::ranges::find(matched, service) == matched.end()) {
                matched.push_back(service);
            }
        }
        if (!is_service && !source.of_services) {
            others.push_back(host);
        }
    }

    /// Of the VirtualServices whose hosts cover a service: the one with the exact name, the longest wildcard.
    const Route* most_specific(const KnownHost& service) const {
        const Route* best = nullptr;
        std::size_t rank = 0;
        for (const Route* route : virtual_services_) {
            for (const std::string& host : route->hosts) {
                if (covers(host, service.host) && (best == nullptr || specificity(host) > rank)) {
                    best = route;
                    rank = specificity(host);
                }
            }
        }
        return best;
    }

    void add_service(const KnownHost& host, const std::vector<RouteCandidate>& candidates) {
        std::vector<std::string> names = names_of(host, client_.name_space);
        for (const std::string& alias : host.aliases) {
            if (const KnownHost* known = known_.find(alias)) {
                std::ranges::move(names_of(*known, client_.name_space), std::back_inserter(names));
            }
        }
        add_domains(std::move(names), candidates, &host);
    }

    /// A name belongs to whoever comes first.
    void add_domains(std::vector<std::string> names, const std::vector<RouteCandidate>& candidates,
                     const KnownHost* host) {
        std::erase_if(names, [&](const std::string& name) { return !taken_.insert(name).second; });
        if (!names.empty()) {
            result_.push_back({std::move(names), candidates, host, false});
        }
    }

    const Routing& routing_;
    const KnownHosts& known_;
    const Caller& client_;
    int port_;
    const RequestFacts& request_;
    std::vector<const KnownHost*> services_;
    std::vector<const Route*> virtual_services_;
    std::set<const KnownHost*> claimed_;
    std::set<std::string> taken_;
    std::vector<VirtualHost> result_;
};

} // namespace

std::optional<std::vector<VirtualHost>> mesh_virtual_hosts(const Routing& routing, const KnownHosts& known,
                                                           const RequestFacts& request) {
    return Table(routing, known, request).build();
}

const EgressScope* egress_scope(const Routing& routing, const Caller& client) {
    const EgressScope* of_namespace = nullptr;
    const EgressScope* of_mesh = nullptr;
    for (const EgressScope* scope : by_age(routing.egress_scopes)) {
        const bool own = scope->metadata.name_space == client.name_space;
        if (own && selects(scope->workload_selector, client.labels)) {
            return scope;
        }
        if (scope->workload_selector.empty()) {
            of_namespace = own && of_namespace == nullptr ? scope : of_namespace;
            const bool root = scope->metadata.name_space == routing.root_namespace;
            of_mesh = root && of_mesh == nullptr ? scope : of_mesh;
        }
    }
    return of_namespace != nullptr ? of_namespace : of_mesh;
}

std::vector<const KnownHost*> visible_hosts(const Routing& routing, const KnownHosts& known,
                                            const Caller& client, int port) {
    const auto imported = imports(egress_scope(routing, client), port);
    std::vector<const KnownHost*> result;
    for (const KnownHost& host : known.all()) {
        if (imported && host.port(port) != nullptr && is_exported(host.export_to, client.name_space) &&
            is_imported(*imported, host.name_space, host.host, false)) {
            result.push_back(&host);
        }
    }
    return result;
}

std::vector<const Route*> visible_virtual_services(const Routing& routing, const Caller& client, int port) {
    const auto imported = imports(egress_scope(routing, client), port);
    std::vector<const Route*> result;
    for (const Route* route : by_age(routing.routes)) {
        const bool seen = imported && route->dialect == Dialect::Istio && tier_of(*route, client) &&
                          has_attachment(*route, Attachment::Kind::Mesh) &&
                          std::ranges::any_of(route->hosts, [&](const std::string& host) {
                              return is_imported(*imported, route->metadata.name_space, host, true);
                          });
        if (seen) {
            result.push_back(route);
        }
    }
    std::ranges::stable_sort(result, {}, [&](const Route* route) { return *tier_of(*route, client); });
    return result;
}

} // namespace meshcast
