#pragma once

#include "scenarios/diagnostics/diagnostic.h"
#include "sim/model/routing.h"

namespace meshcast {

/// Follows every name in a route or policy: hosts, ports, subsets, gateways. What leads nowhere is a warning;
/// the request that goes there fails, and that can be simulated.
void check_routing_references(const Routing& routing, const Topology& topology, Diagnostics& diagnostics);

} // namespace meshcast
