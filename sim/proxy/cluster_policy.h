#pragma once

#include "sim/balance/istio_locality.h"
#include "sim/balance/settings.h"
#include "sim/model/destination_policy.h"
#include "sim/proxy/outlier_detector.h"

#include <optional>

namespace meshcast {

/// How an opener treats a destination beyond choosing an endpoint: what a DestinationRule comes to in Envoy.
struct ClusterPolicy {
    std::optional<OutlierDetection> outliers;
    std::optional<PoolLimits> limits;          // absent: none is set
    std::optional<ConsistentHash::Key> hash;   // of a request; absent: its endpoint depends on no hash
    std::optional<LocalityLbSetting> locality; // absent: all places are alike
    BalancerSettings balancing;
};

/// Absent when the policy asks for nothing that costs anything.
std::optional<ClusterPolicy> cluster_policy(const TrafficPolicy& policy);

} // namespace meshcast
