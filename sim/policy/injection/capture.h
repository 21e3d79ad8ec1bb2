#pragma once

#include "sim/model/topology.h"

namespace meshcast {

/// Whether a sidecar sees connections to this port of its pod: the annotations
/// `traffic.sidecar.istio.io/includeInboundPorts` ("*" and absent: all) and `.../excludeInboundPorts`.
/// Istio's own ports are never redirected.
/// https://istio.io/latest/docs/reference/config/annotations/#SidecarTrafficIncludeInboundPorts
bool captures_inbound(const PodTemplate& pod, int port);

} // namespace meshcast
