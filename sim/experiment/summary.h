#pragma once

#include "sim/experiment/warmup.h"
#include "sim/telemetry/result.h"

#include <vector>

namespace meshcast {

/// Pools one plane's replications: estimates with intervals, cost, findings and doubts. `replications` is not
/// empty.
PlaneResult summarise(const Scenario& scenario, const DataPlane& plane, const Warmup& warmup,
                      std::vector<ReplicationResult> replications);

} // namespace meshcast
