#pragma once

#include "sim/model/destination_policy.h"
#include "sim/model/dialect.h"
#include "sim/model/ingress_object.h"
#include "sim/model/label_selector.h"
#include "sim/model/resilience.h"
#include "sim/model/route_rule.h"

#include <string>
#include <string_view>
#include <vector>

namespace meshcast {

/// Routing as declared, in one form for all the systems that have their own: who says what, in which order
/// it counts (sim/policy/route.h) and where it stands. Hosts are lower case, short names made full.

/// What a route hangs on.
struct Attachment {
    enum class Kind { Mesh, Gateway, ListenerSet, Service, Server };

    Kind kind = Kind::Mesh; // Mesh: every client in the mesh; Server: Linkerd's, which policy looks at
    ObjectName to;
    std::string section; // listener; empty: all
    int port = 0;        // of the listener or Service; 0: all
    Origin origin;
};

/// Objects of which namespaces may do something.
struct NamespaceScope {
    enum class From { Same, All, Selector, None };

    From from = From::Same;
    LabelSelector selector; // of the namespace's labels
};

/// One VirtualService, HTTPRoute, GRPCRoute or ServiceProfile.
struct Route {
    Dialect dialect = Dialect::Istio;
    std::string kind; // "VirtualService"
    Metadata metadata;
    std::string created;            // RFC 3339; empty: unknown, which counts as oldest
    std::vector<std::string> hosts; // "*.example.com" allowed; Gateway API: empty means the listener's
    std::vector<Attachment> attachments;
    std::vector<std::string> export_to; // "*", or namespaces; empty: everybody
    std::vector<RouteRule> http;
    std::vector<ConnectionRule> tls;
    std::vector<ConnectionRule> tcp;
};

/// "namespace/host" of Istio.
struct ScopedHost {
    std::string name_space; // "*": any
    std::string host;       // "*", "*.example.com", or all of a name

    friend bool operator==(const ScopedHost&, const ScopedHost&) = default;
};

enum class ListenerTls { None, Terminate, Mutual, Passthrough };

/// One server of an Istio Gateway, one listener of a Gateway API Gateway or ListenerSet.
struct Listener {
    std::string name;
    int port = 0;
    std::string protocol; // "HTTP", "HTTPS", "TLS", "TCP", "GRPC", "HTTP2", ... in capitals
    ListenerTls tls = ListenerTls::None;
    bool https_redirect = false;
    std::vector<ScopedHost> hosts;  // empty: all
    NamespaceScope allowed;         // of routes, Gateway API
    std::vector<std::string> kinds; // of routes; empty: those that fit the protocol
    bool from_set = false;          // declared by a ListenerSet
    ObjectName set;                 // which
    Origin origin;
};

struct Gateway {
    Dialect dialect = Dialect::Istio;
    Metadata metadata;
    std::string created;
    std::string class_name;            // Gateway API
    Labels selector;                   // Istio: of the pods that are the gateway
    std::vector<std::string> services; // Istio: or those behind these services, by host
    std::vector<Listener> listeners;   // those of accepted ListenerSets last
    NamespaceScope allowed_sets{NamespaceScope::From::None, {}};
};

struct ListenerSet {
    Metadata metadata;
    std::string created;
    ObjectName gateway;
    std::vector<Listener> listeners;
};

/// A ServiceEntry: hosts that Kubernetes does not know.
struct ExternalService {
    Metadata metadata;
    std::string created;
    std::vector<std::string> hosts;
    std::vector<std::string> addresses; // or CIDR blocks

    struct Port {
        std::string name;
        int number = 0;
        int target = 0; // 0: number
        std::string protocol;
    };

    struct Endpoint {
        std::string address;
        Labels labels;
        std::string locality;
        int weight = 0;
    };

    std::vector<Port> ports;
    std::vector<Endpoint> endpoints;
    Labels workload_selector;
    bool in_mesh = false;
    std::string resolution = "NONE"; // NONE, STATIC, DNS, DNS_ROUND_ROBIN, DYNAMIC_DNS
    std::vector<std::string> export_to;
};

/// A Sidecar: what a client's proxy is told of.
struct EgressScope {
    struct Listener {
        int port = 0; // 0: all that no other listener names
        std::vector<ScopedHost> hosts;
    };

    struct Ingress {
        int port = 0;
        std::string protocol;
        std::string endpoint; // "127.0.0.1:8080"
        ListenerTls tls = ListenerTls::None;
    };

    Metadata metadata;
    std::string created;
    Labels workload_selector;     // empty: the whole namespace
    std::vector<Listener> egress; // empty: everything
    std::vector<Ingress> ingress;
    bool registry_only = false; // unknown hosts are refused, not passed on
};

/// Who may refer across namespaces (Gateway API).
struct ReferenceGrant {
    struct From {
        std::string group;
        std::string kind;
        std::string name_space;
    };

    struct To {
        std::string group;
        std::string kind;
        std::string name; // empty: all
    };

    Metadata metadata;
    std::vector<From> from;
    std::vector<To> to;
};

/// An EnvoyFilter that puts Envoy's local rate limit before pods.
struct WorkloadRateLimit {
    Metadata metadata;
    Labels workload_selector; // empty: the whole namespace
    RateLimit limit;          // Local; names no service
};

struct Routing {
    std::vector<Route> routes; // in the order read
    std::vector<Gateway> gateways;
    std::vector<ListenerSet> listener_sets;
    std::vector<ExternalService> external_services;
    std::vector<EgressScope> egress_scopes;
    std::vector<ReferenceGrant> grants;
    std::vector<DestinationPolicy> policies;
    std::vector<WorkloadRateLimit> rate_limits;
    std::vector<IngressObject> ingresses; // their gateways and routes are among the others already
    std::vector<IngressClass> ingress_classes;
    std::string root_namespace = "istio-system"; // whose Sidecar and DestinationRules count everywhere
    bool registry_only = false;                  // meshConfig.outboundTrafficPolicy REGISTRY_ONLY

    bool empty() const { return routes.empty() && gateways.empty() && policies.empty(); }
};

} // namespace meshcast
