#pragma once

#include "engine/statistics.h"
#include "sim/policy/directory.h"
#include "sim/telemetry/result.h"

#include <span>

namespace meshcast {

/// `threshold` against the replications of one plane, not empty. What is observed is that of all replications
/// together; counts, min and max, which grow with the number of replications, are those of one replication on
/// average. The interval is Student's t over the replications' own values, at the given confidence. A
/// threshold without samples fails. Metrics and aggregations are k6's:
/// https://grafana.com/docs/k6/latest/using-k6/thresholds/
ThresholdVerdict judge(const Threshold& threshold, const Directory& directory, const DataPlane& plane,
                       std::span<const ReplicationResult> replications, double confidence = 0.95);

/// Pass or Fail where the condition has the same answer at every point of the interval.
VerdictState decide(const Threshold& threshold, const Interval& interval);

} // namespace meshcast
