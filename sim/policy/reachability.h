#pragma once

#include "sim/model/reachability.h"
#include "sim/policy/access.h"

#include <vector>

namespace meshcast {

/// Asks about every pair of workloads, and each port that a Service has or a container declares. Ports that
/// carry HTTP are asked for `GET /`.
Reachability reachability(const Access& access, const Directory& directory);

/// In the order of `after`, then what is gone. Only outcome and encryption count, not who decides.
std::vector<ReachabilityChange> compare(const Reachability& before, const Reachability& after);

} // namespace meshcast
