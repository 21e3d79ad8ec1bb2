#include "sim/policy/access.h"

#include "sim/policy/authorization/istio_authorization.h"
#include "sim/policy/authorization/linkerd_authorization.h"
#include "sim/policy/enrolment.h"
#include "sim/policy/injection/ambient.h"
#include "sim/policy/known_hosts.h"
#include "sim/policy/mtls/connection.h"
#include "sim/policy/mtls/inbound_port.h"
#include "sim/policy/network/network_decision.h"
#include "sim/policy/selection.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace meshcast {

namespace {

using Result = Permission::Outcome;
using Enforced = Permission::Enforced;

constexpr int kForbiddenStatus = 403;
constexpr const char* kUsualWaypoint = "waypoint"; // `istioctl waypoint apply` without a name
constexpr int kHbonePort = 15008;                  // https://istio.io/latest/docs/ambient/architecture/hbone/

/// What a connection carries that nobody has asked anything on yet.
RequestFacts::Protocol protocol_on(const AccessQuestion& question) {
    if (question.request != nullptr) {
        return question.request->protocol;
    }
    return question.carries_tcp ? RequestFacts::Protocol::Tcp : RequestFacts::Protocol::Http;
}

AccessRequest::Protocol protocol_of(const RequestFacts* request) {
    if (request == nullptr || request->protocol == RequestFacts::Protocol::Tcp) {
        return AccessRequest::Protocol::Tcp;
    }
    return request->protocol == RequestFacts::Protocol::Grpc ? AccessRequest::Protocol::Grpc
                                                             : AccessRequest::Protocol::Http;
}

} // namespace

struct Access::Indices {
    const Routing& routing;
    const Security& security;
    const Directory& directory;
    const DataPlane& plane;
    KnownHosts known;
    NetworkIndex network;
    IstioAuthorization istio;
    LinkerdAuthorization linkerd;
    std::vector<bool> enrolled; // by workload
    bool on_nodes = false;      // has proxies there, which tunnel
    // Made when first asked for.
    mutable std::map<const Workload*, AccessPolicies> servers;
    mutable std::map<const Service*, AccessPolicies> waypoints;
    mutable std::map<std::pair<const Workload*, int>, InboundPolicy> inbound;

    Indices(const Routing& routes, const Security& secured, const Directory& names, const DataPlane& of,
            Enrolment enrolment)
        : routing(routes),
          security(secured),
          directory(names),
          plane(of),
          known(routes, names.topology()),
          network(secured, names.topology()),
          istio(secured),
          linkerd(secured, routes, names),
          on_nodes(of.has(Placement::Node)) {
        for (const Workload& workload : names.topology().workloads) {
            enrolled.push_back(is_enrolled(of, enrolment, secured.injection, names, workload));
        }
    }

    bool in_mesh(const Workload& workload) const { return enrolled[directory.index_of(workload)]; }

    int port_on_pod(const AccessQuestion& question) const {
        const KnownHost* host = host_of(question);
        return host == nullptr ? question.port : pod_port(*host, question.port, question.to->pod).value_or(0);
    }

    const KnownHost* host_of(const AccessQuestion& question) const {
        return question.service == nullptr ? nullptr : known.find(full_name(question.service->metadata));
    }

    /// What the network lets through. Between pods of a sidecarless Istio, all of it goes to one port.
    Permission network_permission(const AccessQuestion& question, int port) const {
        const Workload& from = *question.from;
        const Workload& to = *question.to;
        const bool tunnelled = on_nodes && plane.reads(Dialect::Istio) && in_mesh(from) && in_mesh(to);
        NetworkConnection connection{Party::of_pod(directory.index_of(from)),
                                     Party::of_pod(directory.index_of(to)), Transport::Tcp,
                                     tunnelled ? kHbonePort : port, question.request};
        const NetworkDecision decision = meshcast::decide(network, connection);
        Permission permission;
        if (decision.verdict != NetworkDecision::Verdict::Allowed) {
            const bool refused = decision.verdict == NetworkDecision::Verdict::RequestRefused;
            permission.outcome = refused ? Result::Denied : Result::Dropped;
            permission.status = refused ? kForbiddenStatus : 0;
            permission.enforced = Enforced::Network;
            permission.origin = decision.origin();
            permission.because = explain(network, connection, decision);
            if (const CompiledNetworkPolicy* policy = decision.decisive().policy) {
                permission.object = fmt::format("{} {}", policy->kind, qualified_name(*policy->metadata));
            }
            if (tunnelled) {
                permission.because +=
                    ". In a mesh without sidecars pods reach each other by port 15008 alone";
            }
        }
        return permission;
    }

    /// Whether the connection is made, and how it is encrypted.
    Permission connected(const AccessQuestion& question) const {
        const bool both = in_mesh(*question.from) && in_mesh(*question.to);
        Permission permission;
        permission.encrypted = plane.mtls && both;
        if (!plane.mtls || !plane.reads(Dialect::Istio)) {
            return permission;
        }
        ConnectionCall call;
        call.from = question.from;
        call.to = question.to;
        call.host = host_of(question);
        call.port = question.port;
        call.protocol = protocol_on(question);
        call.client_proxy = kind_of(in_mesh(*question.from));
        call.server_proxy = kind_of(in_mesh(*question.to));
        ConnectionDecision decision = connect(security, routing, directory, known, call);
        permission.encrypted = decision.outcome == ConnectionDecision::Outcome::MutualTls;
        if (!decision.arrives()) {
            permission.outcome = Result::Reset;
            permission.enforced = Enforced::ServerProxy;
        }
        permission.origin = decision.origin;
        permission.because = std::move(decision.because);
        return permission;
    }

    AccessRequest described(const AccessQuestion& question, int port, bool encrypted) const {
        AccessRequest request;
        request.protocol = protocol_of(question.request);
        request.port = port;
        if (encrypted) {
            request.peer = PeerIdentity{security.mesh.trust_domain, question.from->metadata.name_space,
                                        question.from->pod.service_account};
        }
        if (const RequestFacts* facts = question.request) {
            request.host = facts->host;
            request.method = request.protocol == AccessRequest::Protocol::Grpc ? "POST" : facts->method;
            request.path = facts->path;
            request.headers = facts->headers;
        }
        return request;
    }

    /// Istio's AuthorizationPolicies and tokens: at the waypoint, then before the server.
    std::optional<Permission> istio_refusal(const AccessQuestion& question, AccessRequest request) const {
        if (question.request != nullptr && question.service != nullptr &&
            has_waypoint(plane, directory, *question.service) && in_mesh(*question.from)) {
            const AccessDecision decision = waypoint_policies(*question.service).decide(request);
            if (!decision.allowed) {
                return refusal(decision, Enforced::Waypoint);
            }
        }
        if (!in_mesh(*question.to)) {
            return std::nullopt;
        }
        if (on_nodes) {
            request.protocol = AccessRequest::Protocol::Tcp;
        }
        const AccessDecision decision = server_policies(*question.to).decide(request);
        return decision.allowed ? std::nullopt : std::optional(refusal(decision, Enforced::ServerProxy));
    }

    static Permission refusal(const AccessDecision& decision, Enforced where) {
        Permission permission;
        permission.outcome = decision.closed ? Result::Reset : Result::Denied;
        permission.status = decision.closed ? 0 : decision.status;
        permission.enforced = where;
        permission.object = decision.object;
        permission.origin = decision.origin;
        permission.because = decision.because;
        return permission;
    }

    ProxyKind kind_of(bool meshed) const {
        return !meshed ? ProxyKind::None : on_nodes ? ProxyKind::Ztunnel : ProxyKind::Sidecar;
    }

    const AccessPolicies& server_policies(const Workload& to) const {
        const auto found = servers.find(&to);
        using Kind = EnforcementPoint::Kind;
        return found != servers.end()
                   ? found->second
                   : servers
                         .emplace(&to,
                                  istio.at(enforcement_point(to, on_nodes ? Kind::Ztunnel : Kind::Sidecar)))
                         .first->second;
    }

    const AccessPolicies& waypoint_policies(const Service& service) const {
        const auto found = waypoints.find(&service);
        if (found != waypoints.end()) {
            return found->second;
        }
        const WaypointDecision labelled =
            waypoint_of(service, directory.name_space(service.metadata.name_space), routing);
        const ObjectName gateway = labelled.waypoint.value_or(
            ObjectName{.name_space = service.metadata.name_space, .name = kUsualWaypoint});
        return waypoints
            .emplace(&service, istio.at(waypoint(gateway, {.name_space = service.metadata.name_space,
                                                           .name = service.metadata.name})))
            .first->second;
    }

    const InboundPolicy& linkerd_policy(const Workload& to, int port) const {
        const auto found = inbound.find({&to, port});
        return found != inbound.end()
                   ? found->second
                   : inbound.emplace(std::pair(&to, port), linkerd.at(to, port)).first->second;
    }
};

bool restricts(const Security& security, const Topology& topology) {
    const auto has_default = [](const Labels& annotations) {
        return annotations.contains(kDefaultPolicyAnnotation);
    };
    return !security.empty() ||
           std::ranges::any_of(
               topology.namespaces, has_default,
               [](const Namespace& one) -> const Labels& { return one.metadata.annotations; }) ||
           std::ranges::any_of(topology.workloads, has_default,
                               [](const Workload& one) -> const Labels& { return one.pod.annotations; });
}

Access::Access(const Routing& routing, const Security& security, const Directory& directory,
               const DataPlane& plane, Enrolment enrolment)
    : indices_(std::make_unique<Indices>(routing, security, directory, plane, enrolment)) {}

Access::~Access() = default;

Permission Access::decide(const AccessQuestion& question) const {
    const Indices& all = *indices_;
    const int port = all.port_on_pod(question);
    Permission permission = all.network_permission(question, port);
    if (!permission.allowed()) {
        return permission;
    }
    permission = all.connected(question);
    if (!permission.allowed()) {
        return permission;
    }
    const bool encrypted = permission.encrypted;
    permission = {}; // why it is encrypted is not why it is allowed
    const bool looked_into =
        question.request != nullptr && question.request->protocol != RequestFacts::Protocol::Tcp;
    const AccessRequest request = all.described(question, port, encrypted);
    if (all.plane.reads(Dialect::Istio)) {
        // A sidecar judges the requests on a connection that it looks into, not the connection.
        if (looked_into || question.carries_tcp || all.on_nodes) {
            permission = all.istio_refusal(question, request).value_or(permission);
        }
    } else if (all.plane.reads(Dialect::Linkerd) && all.in_mesh(*question.to) &&
               (looked_into || question.carries_tcp)) {
        const AccessDecision decision = all.linkerd_policy(*question.to, port).decide(request);
        if (!decision.allowed) {
            permission = Indices::refusal(decision, Enforced::ServerProxy);
        }
    }
    permission.encrypted = encrypted;
    return permission;
}

Permission Access::connection(const AccessQuestion& question) const {
    return indices_->connected(question);
}

} // namespace meshcast
