#pragma once

#include "sim/balance/settings.h"
#include "sim/model/destination_policy.h"
#include "sim/proxy/outlier_detector.h"

#include <optional>

namespace meshcast {

/// How an opener treats a destination beyond choosing an endpoint: what a DestinationRule comes to in Envoy.
struct ClusterPolicy {
    std::optional<OutlierDetection> outliers;
    BalancerSettings balancing;
};

/// Absent when the policy asks for nothing that costs anything.
inline std::optional<ClusterPolicy> cluster_policy(const TrafficPolicy& policy) {
    if (!policy.outlier_detection) {
        return std::nullopt;
    }
    ClusterPolicy result{policy.outlier_detection, {}};
    result.balancing.host_set.panic_threshold_percent =
        static_cast<std::uint32_t>(policy.outlier_detection->min_health_percent);
    return result;
}

} // namespace meshcast
