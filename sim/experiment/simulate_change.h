#pragma once

#include "sim/experiment/experiment.h"
#include "sim/telemetry/change.h"

#include <span>

namespace meshcast {

/// Simulates both scenarios under one plane with the first one's seed and replications and, where the
/// warm-up is detected, the longer of theirs. Thresholds are not judged.
SimulatedChange simulate_change(Scenario before, Scenario after, const DataPlane& plane,
                                const ExperimentOptions& options);

/// Pairs the replications of both sides, by their order. Intervals as in differences.h.
SimulatedChange pair_up(std::span<const ReplicationResult> before, std::span<const ReplicationResult> after);

} // namespace meshcast
