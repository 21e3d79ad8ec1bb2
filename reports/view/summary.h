#pragma once

#include "engine/statistics.h"
#include "reports/view/fact_table.h"
#include "sim/telemetry/result.h"

#include <string>

namespace meshcast {

/// The comparison: one row a plane, the first being the reference that the others' deltas count from.
FactTable summary_table(const RunResult& result);

/// What `plane` adds to the reference at p99, in seconds. Paired by replication, because both met the same
/// arrivals.
Interval added_p99(const PlaneResult& reference, const PlaneResult& plane);

/// The result in a sentence or two: "Compared with No mesh (p99 12.4 ms), Linkerd adds least: ..."
std::string verdict(const RunResult& result);

/// Seconds in which requests were counted: simulated time less the warm-up, all replications together.
double measured_seconds(const PlaneResult& plane);

} // namespace meshcast
