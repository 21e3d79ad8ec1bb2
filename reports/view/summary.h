#pragma once

#include "reports/view/fact_table.h"
#include "sim/telemetry/result.h"

#include <string>
#include <string_view>

namespace meshcast {

/// The comparison: one row a plane, the first being the reference that the others' deltas count from. A delta
/// whose interval includes zero reads kNoDifference.
FactTable summary_table(const RunResult& result);

inline constexpr std::string_view kNoDifference = "≈";

/// The result in a sentence or two: "Compared with No mesh (p99 12.4 ms), Linkerd adds least: ..."
std::string verdict(const RunResult& result);

/// Seconds in which requests were counted: simulated time less the warm-up, all replications together.
double measured_seconds(const PlaneResult& plane);

} // namespace meshcast
