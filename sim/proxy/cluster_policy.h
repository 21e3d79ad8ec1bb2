#pragma once

#include "sim/balance/settings.h"
#include "sim/model/destination_policy.h"
#include "sim/proxy/outlier_detector.h"

#include <optional>

namespace meshcast {

/// How an opener treats a destination beyond choosing an endpoint: what a DestinationRule comes to in Envoy.
struct ClusterPolicy {
    std::optional<OutlierDetection> outliers;
    std::optional<PoolLimits> limits;                  // absent: none is set
    std::optional<ConcurrentRetryBudget> retry_budget; // only beside limits
    BalancerSettings balancing;
};

inline bool limits_anything(const PoolLimits& limits) {
    constexpr std::int64_t kUnlimited = PoolLimits::kUnlimited;
    return limits.max_connections < kUnlimited || limits.max_pending_requests < kUnlimited ||
           limits.max_requests < kUnlimited || limits.max_retries < kUnlimited ||
           limits.max_requests_per_connection > 0;
}

/// Absent when the policy asks for nothing that costs anything.
inline std::optional<ClusterPolicy> cluster_policy(const TrafficPolicy& policy) {
    ClusterPolicy result;
    result.outliers = policy.outlier_detection;
    if (result.outliers) {
        result.balancing.host_set.panic_threshold_percent =
            static_cast<std::uint32_t>(result.outliers->min_health_percent);
    }
    if (policy.connection_pool && limits_anything(*policy.connection_pool)) {
        result.limits = policy.connection_pool;
    }
    if (policy.retry_budget) {
        result.retry_budget = policy.retry_budget;
        result.limits = policy.connection_pool.value_or(PoolLimits{});
    }
    return result.outliers || result.limits ? std::optional(result) : std::nullopt;
}

} // namespace meshcast
