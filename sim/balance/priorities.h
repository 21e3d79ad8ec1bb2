#pragma once

#include "sim/balance/settings.h"

#include <cstdint>
#include <span>
#include <vector>

namespace meshcast {

/// How many hosts of one priority there are.
struct LevelHealth {
    std::uint32_t hosts = 0;
    std::uint32_t healthy = 0;
    std::uint32_t degraded = 0;
};

/// Which part of the traffic goes to the hosts of each priority, in whole percents that add up to 100.
struct PriorityLoads {
    std::vector<std::uint32_t> healthy;  // to healthy hosts, or to all hosts of a priority in panic
    std::vector<std::uint32_t> degraded; // to degraded hosts
    std::vector<bool> panic;             // health is disregarded
    std::uint32_t availability = 0;      // normalised total, percent

    struct Choice {
        std::size_t priority = 0;
        bool degraded = false;
    };

    /// `percent` is 1 ... 100.
    Choice choose(std::uint32_t percent) const;
};

/// Envoy's priority levels with overprovisioning, degraded hosts and panic:
///     health(P) = min(100, 140 x healthy / hosts), and likewise for degraded hosts
///     total     = min(100, sum of both over all priorities)
///     load(P)   = min(what is left of 100, 100 x health(P) / total), healthy hosts first, then degraded ones
/// in integer arithmetic; what rounding leaves over goes to the first priority that has any. Below a total of
/// 100 a priority with fewer available hosts than the panic threshold is in panic; if all are, each gets
/// traffic by its number of hosts. There must be a priority.
/// https://www.envoyproxy.io/docs/envoy/latest/intro/arch_overview/upstream/load_balancing/priority
/// https://github.com/envoyproxy/envoy/blob/main/source/extensions/load_balancing_policies/common/load_balancer_impl.cc
PriorityLoads priority_loads(std::span<const LevelHealth> levels, const HostSetSettings& settings);

} // namespace meshcast
