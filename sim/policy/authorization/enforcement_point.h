#pragma once

#include "sim/model/authorization_policy.h"
#include "sim/model/route_rule.h"
#include "sim/model/topology.h"

#include <optional>
#include <string>
#include <vector>

namespace meshcast {

/// The label that says of a pod which Gateway of the Gateway API it is.
inline constexpr std::string_view kGatewayNameLabel = "gateway.networking.k8s.io/gateway-name";

/// A proxy that enforces Istio's policies.
struct EnforcementPoint {
    enum class Kind { Sidecar, Gateway, Waypoint, Ztunnel };

    Kind kind = Kind::Sidecar;
    std::string name_space;                 // of the pod: the proxy's, for a ztunnel the one it guards
    Labels labels;                          // of the same pod
    std::vector<ObjectName> istio_gateways; // that it is, of networking.istio.io
    std::optional<ObjectName> service;      // Waypoint: whom it is asked for
    bool external_service = false;          // that is a ServiceEntry
};

/// The proxy beside a workload's pods, or the ztunnel before them.
EnforcementPoint enforcement_point(const Workload& workload, EnforcementPoint::Kind kind);

/// A waypoint, by its Gateway, when it is asked for a service.
EnforcementPoint waypoint(const ObjectName& gateway, const ObjectName& service);

/// Whether a policy counts there, as istiod decides. `root` is the root namespace.
bool is_attached(const PolicyScope& scope, const std::string& policy_namespace, const EnforcementPoint& point,
                 const std::string& root);

} // namespace meshcast
