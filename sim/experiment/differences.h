#pragma once

#include "sim/telemetry/result.h"

#include <span>

namespace meshcast {

/// What `plane` adds to `reference`, over the first replications of both. Values are differences of what
/// these replications come to together; intervals are Student's t over the replications' own differences.
/// Law, "Simulation Modeling and Analysis", 5th ed., section 10.2.1 (paired-t) and 11.2 (common random
/// numbers).
Differences difference(std::span<const ReplicationResult> reference,
                       std::span<const ReplicationResult> plane);

} // namespace meshcast
