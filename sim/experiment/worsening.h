#pragma once

#include "sim/telemetry/change.h"

#include <vector>

namespace meshcast {

/// What the change makes worse: more requests that policies or routes turn away, or sources that measurably
/// fail more often; requests in plain text that were encrypted; sources whose median or 99th percentile is
/// slower by more than `latency_tolerance` (0..1 of what it was), interval included.
std::vector<Worsening> find_worse(const ChangeReport& report, double latency_tolerance);

} // namespace meshcast
