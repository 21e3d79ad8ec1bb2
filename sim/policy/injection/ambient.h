#pragma once

#include "sim/model/routing.h"
#include "sim/model/topology.h"
#include "sim/policy/injection/decision.h"

#include <optional>

namespace meshcast {

/// Whether ztunnel captures the pod: `istio.io/dataplane-mode=ambient` on it or its namespace (nullptr: not
/// declared), another value on the pod than `none`. A pod with a sidecar is not captured.
/// https://istio.io/latest/docs/ambient/usage/add-workloads/
InjectionDecision ambient_capture(const Namespace* name_space, const Workload& workload, bool has_sidecar);

/// The waypoint that requests to a Service or to a pod's address pass.
struct WaypointDecision {
    std::optional<ObjectName> waypoint; // nothing: none
    const Gateway* gateway = nullptr;   // nullptr: not among the manifests
    std::string because;
    Origin origin; // of the object whose label decided; line 0: there is no label
};

/// `istio.io/use-waypoint`, with `istio.io/use-waypoint-namespace` where the waypoint is elsewhere, on the
/// object, else on its namespace. A Gateway that is among the manifests must be for such traffic
/// (`istio.io/waypoint-for`). https://istio.io/latest/docs/ambient/usage/waypoint/
WaypointDecision waypoint_of(const Service& service, const Namespace* name_space, const Routing& routing);
WaypointDecision waypoint_of(const Workload& workload, const Namespace* name_space, const Routing& routing);

} // namespace meshcast
