#pragma once

#include "sim/telemetry/result.h"

#include <vector>

namespace meshcast {

/// Every threshold of the scenario against every plane's pooled result. A threshold without samples does not
/// hold. Metrics and aggregations are k6's: https://grafana.com/docs/k6/latest/using-k6/thresholds/
std::vector<ThresholdVerdict> judge(const Scenario& scenario, const std::vector<PlaneResult>& planes);

} // namespace meshcast
