#pragma once

#include "scenarios/diagnostics/diagnostic.h"
#include "sim/model/mesh_config.h"
#include "sim/model/routing.h"
#include "sim/model/topology.h"

namespace meshcast::istio {

/// Adds the Gateways and routes that Istio's ingress controller makes of objects of kind Ingress that are
/// for it. What it leaves out is reported.
/// https://istio.io/latest/docs/tasks/traffic-management/ingress/kubernetes-ingress/
void add_ingress_routes(Routing& routing, const MeshConfig& mesh, const Topology& topology,
                        Diagnostics& diagnostics);

} // namespace meshcast::istio
