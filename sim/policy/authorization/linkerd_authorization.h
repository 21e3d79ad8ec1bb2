#pragma once

#include "sim/model/routing.h"
#include "sim/model/security.h"
#include "sim/policy/authorization/access_decision.h"
#include "sim/policy/authorization/linkerd_clients.h"
#include "sim/policy/directory.h"
#include "sim/policy/route_order.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace meshcast {

/// Of a pod or a namespace: the policy of ports that no Server speaks of.
inline constexpr std::string_view kDefaultPolicyAnnotation = "config.linkerd.io/default-inbound-policy";

/// What Linkerd's proxies are told of one port of some pods.
class InboundPolicy {
  public:
    AccessDecision decide(const AccessRequest& request) const;

  private:
    friend class LinkerdAuthorization;

    struct RouteList {
        std::string hostname;                   // "*": any
        std::vector<RouteCandidate> candidates; // in the order in which they are tried
    };

    const Route* find_route(const AccessRequest& request) const;
    bool is_probe(const AccessRequest& request) const;

    std::string server_; // "Server test/web", or "default policy deny"
    Origin origin_;
    bool bypassed_ = false; // traffic to the port does not pass the proxy
    bool opaque_ = false;
    std::vector<linkerd::Clients> clients_;
    std::vector<RouteList> routes_; // most specific hostname first; empty: every request is the server's
    std::map<const Route*, std::vector<linkerd::Clients>> route_clients_;
    std::vector<std::string> probes_; // paths
};

/// Linkerd's policies. https://linkerd.io/2/reference/authorization-policy/
class LinkerdAuthorization {
  public:
    /// All of them outlive it. `otherwise` is the cluster's default policy.
    LinkerdAuthorization(const Security& security, const Routing& routing, const Directory& directory,
                         linkerd::DefaultPolicy otherwise = linkerd::DefaultPolicy::AllUnauthenticated)
        : policies_(security.linkerd_policies),
          routing_(routing),
          directory_(directory),
          otherwise_(otherwise) {}

    /// For one port of a workload's pods, which have Linkerd's proxy.
    InboundPolicy at(const Workload& workload, int port) const;

    /// Of the pods, else of their namespace, else the cluster's.
    linkerd::DefaultPolicy default_policy(const Workload& workload) const;

  private:
    const linkerd::Server* find_server(const Workload& workload, int port) const;
    void add_server(const linkerd::Server& server, InboundPolicy& policy) const;
    void add_routes(const linkerd::Server& server, InboundPolicy& policy) const;
    std::vector<linkerd::Clients> clients_of_route(const Route& route) const;

    const linkerd::Policies& policies_;
    const Routing& routing_;
    const Directory& directory_;
    linkerd::DefaultPolicy otherwise_;
};

} // namespace meshcast
