#include "sim/policy/authorization/linkerd_authorization.h"

#include "sim/policy/authorization/headers.h"
#include "sim/policy/host_match.h"
#include "sim/policy/request_match.h"
#include "sim/policy/selection.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace meshcast {

namespace {

using linkerd::Clients;
using linkerd::DefaultPolicy;
using Protocol = AccessRequest::Protocol;

constexpr std::string_view kOpaquePorts = "config.linkerd.io/opaque-ports";
constexpr std::string_view kSkippedPorts = "config.linkerd.io/skip-inbound-ports";
constexpr std::string_view kIdentityPorts = "config.linkerd.io/proxy-require-identity-inbound-ports";
constexpr std::string_view kGroup = "policy.linkerd.io";
constexpr std::string_view kGatewayApiGroup = "gateway.networking.k8s.io";

const std::string* annotation(const Workload& workload, const Directory& directory, std::string_view key) {
    if (const auto own = workload.pod.annotations.find(key); own != workload.pod.annotations.end()) {
        return &own->second;
    }
    const Namespace* name_space = directory.name_space(workload.metadata.name_space);
    if (name_space == nullptr) {
        return nullptr;
    }
    const auto inherited = name_space->metadata.annotations.find(key);
    return inherited == name_space->metadata.annotations.end() ? nullptr : &inherited->second;
}

std::optional<int> whole_number(std::string_view text) {
    int number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    const bool all = error == std::errc{} && end == text.data() + text.size();
    return all ? std::optional(number) : std::nullopt;
}

/// "25,587-590"
bool lists_port(const std::string* list, int port) {
    if (list == nullptr) {
        return false;
    }
    for (std::size_t begin = 0; begin < list->size();) {
        const std::size_t end = std::min(list->find(',', begin), list->size());
        const std::string_view entry = std::string_view(*list).substr(begin, end - begin);
        const std::size_t dash = entry.find('-');
        const auto first = whole_number(entry.substr(0, dash));
        const auto last = dash == entry.npos ? first : whole_number(entry.substr(dash + 1));
        if (first && last && port >= *first && port <= *last) {
            return true;
        }
        begin = end + 1;
    }
    return false;
}

bool is_port(const std::variant<int, std::string>& wanted, const Container& container, int port) {
    const std::string* name = std::get_if<std::string>(&wanted);
    if (name == nullptr) {
        return std::get<int>(wanted) == port;
    }
    return std::ranges::any_of(container.ports, [&](const ContainerPort& declared) {
        return declared.number == port && declared.transport == Transport::Tcp && declared.name == *name;
    });
}

bool is_port_of(const linkerd::Server& server, const Workload& workload, int port) {
    if (const int* number = std::get_if<int>(&server.port)) {
        return *number == port;
    }
    return std::ranges::any_of(workload.pod.containers, [&](const Container& container) {
        return is_port(server.port, container, port);
    });
}

std::vector<std::string> probes_of(const Workload& workload, int port) {
    std::vector<std::string> paths;
    for (const Container& container : workload.pod.containers) {
        for (const HttpProbe& probe : container.probes) {
            if (is_port(probe.port, container, port)) {
                paths.emplace_back(path_only(probe.path));
            }
        }
    }
    return paths;
}

RequestFacts facts_of(const AccessRequest& request) {
    RequestFacts facts;
    facts.protocol =
        request.protocol == Protocol::Grpc ? RequestFacts::Protocol::Grpc : RequestFacts::Protocol::Http;
    facts.host = request.host;
    facts.port = request.port;
    facts.method = request.method;
    facts.path = request.path;
    facts.headers = request.headers;
    return facts;
}

void refuse(int status, bool connection, Protocol protocol, AccessDecision& decision) {
    decision.allowed = false;
    if (connection || protocol == Protocol::Tcp) {
        decision.closed = true;
    } else if (protocol == Protocol::Grpc) {
        decision.grpc_status = status == kNotFound ? "NOT_FOUND" : "PERMISSION_DENIED";
    } else {
        decision.status = status;
    }
}

/// Lets the request in where one of them does.
bool admit(const std::vector<Clients>& list, const AccessRequest& request, AccessDecision& decision) {
    const auto found =
        std::ranges::find_if(list, [&](const Clients& clients) { return clients.admit(request); });
    if (found == list.end()) {
        return false;
    }
    decision.object = found->object;
    decision.origin = found->origin;
    decision.because = fmt::format("{} lets the client in", found->object);
    if (found->logs) {
        decision.logged.push_back(found->object);
    }
    return true;
}

} // namespace

const Route* InboundPolicy::find_route(const AccessRequest& request) const {
    const RequestFacts facts = facts_of(request);
    const std::string host = without_port(request.host);
    for (const RouteList& list : routes_) {
        if (list.hostname != "*" && !covers(list.hostname, host)) {
            continue;
        }
        const auto found = std::ranges::find_if(list.candidates, [&](const RouteCandidate& candidate) {
            return candidate.match == nullptr || matches(*candidate.match, facts);
        });
        if (found != list.candidates.end()) {
            return found->route;
        }
    }
    return nullptr;
}

bool InboundPolicy::is_probe(const AccessRequest& request) const {
    return request.protocol == Protocol::Http && request.method == "GET" &&
           std::ranges::find(probes_, path_only(request.path)) != probes_.end();
}

AccessDecision InboundPolicy::decide(const AccessRequest& request) const {
    AccessDecision decision;
    decision.enforced_at = "proxy";
    decision.headers = request.headers;
    if (bypassed_) {
        decision.because = "the port is taken past the proxy";
        return decision;
    }
    const bool connection = opaque_ || request.protocol == Protocol::Tcp;
    const Route* route = nullptr;
    if (!connection && !routes_.empty()) {
        route = find_route(request);
        if (route == nullptr) {
            refuse(kNotFound, connection, request.protocol, decision);
            decision.object = server_;
            decision.origin = origin_;
            decision.details = "no route found for request";
            decision.because = fmt::format("{} has routes, and none of them takes the request", server_);
            return decision;
        }
    } else if (!connection && is_probe(request)) {
        decision.because = "it is a health check of the pod, which is always let in";
        return decision;
    }
    if ((route != nullptr && admit(route_clients_.at(route), request, decision)) ||
        admit(clients_, request, decision)) {
        return decision;
    }
    refuse(kForbidden, connection, request.protocol, decision);
    decision.object =
        route == nullptr ? server_ : fmt::format("{} {}", route->kind, qualified_name(route->metadata));
    decision.origin = route == nullptr ? origin_ : route->metadata.origin;
    decision.details = connection ? "unauthorized connection" : "unauthorized request on route";
    decision.because = fmt::format("no authorization for {} lets the client in", decision.object);
    return decision;
}

DefaultPolicy LinkerdAuthorization::default_policy(const Workload& workload) const {
    const std::string* name = annotation(workload, directory_, kDefaultPolicyAnnotation);
    return name == nullptr ? otherwise_ : linkerd::parse_default_policy(*name).value_or(otherwise_);
}

const linkerd::Server* LinkerdAuthorization::find_server(const Workload& workload, int port) const {
    for (const linkerd::Server* server : by_age(policies_.servers)) {
        if (server->metadata.name_space == workload.metadata.name_space && server->pods &&
            matches(*server->pods, workload.pod.labels) && is_port_of(*server, workload, port)) {
            return server;
        }
    }
    return nullptr;
}

void LinkerdAuthorization::add_server(const linkerd::Server& server, InboundPolicy& policy) const {
    const Metadata& metadata = server.metadata;
    policy.server_ = "Server " + qualified_name(metadata);
    policy.origin_ = metadata.origin;
    policy.opaque_ = server.protocol == "opaque" || server.protocol == "TLS";
    const auto add = [&](const std::optional<Clients>& clients) {
        if (clients) {
            policy.clients_.push_back(*clients);
        }
    };
    for (const linkerd::ServerAuthorization& authorization : policies_.server_authorizations) {
        const bool selects = authorization.server.empty() ? matches(authorization.selector, metadata.labels)
                                                          : authorization.server == metadata.name;
        if (authorization.metadata.name_space == metadata.name_space && selects) {
            add(linkerd::clients_of(authorization));
        }
    }
    for (const linkerd::AuthorizationPolicy& authorization : policies_.authorization_policies) {
        const linkerd::Reference& target = authorization.target;
        const bool of_server =
            target.group == kGroup && target.kind == "Server" && target.name == metadata.name;
        const bool of_namespace =
            (target.group.empty() || target.group == "core") && target.kind == "Namespace";
        if (authorization.metadata.name_space == metadata.name_space && (of_server || of_namespace)) {
            add(linkerd::clients_of(authorization, policies_));
        }
    }
    if (server.access) {
        add(linkerd::clients_of(*server.access));
    }
    if (!policy.opaque_) {
        add_routes(server, policy);
    }
}

std::vector<Clients> LinkerdAuthorization::clients_of_route(const Route& route) const {
    const std::string_view group = route.dialect == Dialect::Linkerd ? kGroup : kGatewayApiGroup;
    std::vector<Clients> result;
    for (const linkerd::AuthorizationPolicy& authorization : policies_.authorization_policies) {
        const linkerd::Reference& target = authorization.target;
        const bool is_it = equal_ignoring_case(target.group, group) &&
                           equal_ignoring_case(target.kind, route.kind) &&
                           target.name == route.metadata.name &&
                           authorization.metadata.name_space == route.metadata.name_space;
        if (!is_it) {
            continue;
        }
        if (auto clients = linkerd::clients_of(authorization, policies_)) {
            result.push_back(*std::move(clients));
        }
    }
    return result;
}

void LinkerdAuthorization::add_routes(const linkerd::Server& server, InboundPolicy& policy) const {
    const auto hangs_on_it = [&](const Attachment& parent) {
        return parent.kind == Attachment::Kind::Server && parent.to.name == server.metadata.name &&
               parent.to.name_space == server.metadata.name_space;
    };
    std::map<std::string, std::vector<RouteCandidate>> by_hostname;
    for (const Route& route : routing_.routes) {
        if (route.metadata.name_space != server.metadata.name_space ||
            std::ranges::none_of(route.attachments, hangs_on_it)) {
            continue;
        }
        policy.route_clients_[&route] = clients_of_route(route);
        const std::vector<std::string> hostnames =
            route.hosts.empty() ? std::vector<std::string>{"*"} : route.hosts;
        for (const std::string& hostname : hostnames) {
            add_all(route, by_hostname[hostname]);
        }
    }
    for (auto& [hostname, candidates] : by_hostname) {
        sort_by_precedence(candidates);
        policy.routes_.push_back({hostname, std::move(candidates)});
    }
    std::ranges::stable_sort(policy.routes_, std::greater{},
                             [](const InboundPolicy::RouteList& list) { return specificity(list.hostname); });
}

InboundPolicy LinkerdAuthorization::at(const Workload& workload, int port) const {
    InboundPolicy policy;
    policy.bypassed_ = lists_port(annotation(workload, directory_, kSkippedPorts), port);
    policy.probes_ = probes_of(workload, port);
    if (const linkerd::Server* server = find_server(workload, port)) {
        add_server(*server, policy);
        return policy;
    }
    const DefaultPolicy chosen = default_policy(workload);
    policy.server_ = fmt::format("default policy {}", linkerd::default_policy_name(chosen));
    policy.opaque_ = lists_port(annotation(workload, directory_, kOpaquePorts), port);
    if (auto clients = linkerd::clients_of(chosen)) {
        clients->needs_identity =
            clients->needs_identity || (chosen != DefaultPolicy::Audit &&
                                        lists_port(annotation(workload, directory_, kIdentityPorts), port));
        policy.clients_ = {*std::move(clients)};
    }
    return policy;
}

} // namespace meshcast
