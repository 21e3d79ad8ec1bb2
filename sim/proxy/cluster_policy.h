#pragma once

#include "sim/balance/istio_locality.h"
#include "sim/balance/settings.h"
#include "sim/model/destination_policy.h"
#include "sim/model/topology.h"
#include "sim/proxy/outlier_detector.h"

#include <optional>

namespace meshcast {

/// How an opener treats a destination beyond choosing an endpoint: what a DestinationRule comes to in Envoy.
struct ClusterPolicy {
    std::optional<OutlierDetection> outliers;
    std::optional<PoolLimits> limits;                  // absent: none is set
    std::optional<ConcurrentRetryBudget> retry_budget; // only beside limits
    Duration connect_timeout = PoolLimits{}.connect_timeout;
    std::optional<ConsistentHash::Key> hash;   // of a request; absent: its endpoint depends on no hash
    std::optional<LocalityLbSetting> locality; // absent: all places are alike
    TrafficDistribution distribution = TrafficDistribution::Any; // of the service, where endpoints elsewhere
                                                                 // are not eligible
    bool fails_over = false; // by locality, whether outliers are detected or not
    BalancerSettings balancing;
};

/// Absent when the policy asks for nothing that costs anything.
std::optional<ClusterPolicy> cluster_policy(const TrafficPolicy& policy);

/// Adds what the service itself says of its endpoints. Istio's Envoys make priorities of it, unless a
/// DestinationRule has a localityLbSetting; kube-proxy and those who do as it does use no other endpoints.
/// https://istio.io/latest/docs/ambient/usage/traffic-distribution/
void add_distribution(TrafficDistribution distribution, bool priorities, const LoadBalancing* declared,
                      std::optional<ClusterPolicy>& policy);

} // namespace meshcast
