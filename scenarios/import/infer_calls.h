#pragma once

#include "scenarios/diagnostics/diagnostic.h"
#include "sim/model/behavior.h"
#include "sim/model/scenario.h"
#include "sim/model/topology.h"

#include <vector>

namespace meshcast {

/// Behaviors for an application of which only the manifests are known. Every workload gets one operation: it
/// computes for an assumed time, then calls, one after another, the services its containers' environment
/// variables name, "cartservice:7070" or "http://ratings.prod.svc.cluster.local/v1". Only exact names of
/// declared services count. Calls that would come back to their caller are left out. Every conclusion is an
/// inference.
std::vector<Behavior> infer_behaviors(const Topology& topology, std::vector<Inference>& inferences,
                                      Diagnostics& diagnostics);

} // namespace meshcast
