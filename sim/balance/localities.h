#pragma once

#include "engine/random.h"
#include "sim/balance/settings.h"

#include <cstdint>
#include <span>
#include <vector>

namespace meshcast {

/// Of one locality within a priority.
struct LocalityHealth {
    std::uint32_t hosts = 0;
    std::uint32_t eligible = 0; // of the health asked for
};

/// Weights by locality under Envoy's locality-weighted balancing:
///     weight x min(1, 1.4 x eligible / hosts)
/// 0 where there is no host. `weights` missing at the end are 0.
/// https://www.envoyproxy.io/docs/envoy/latest/intro/arch_overview/upstream/load_balancing/locality_weight
std::vector<double> effective_locality_weights(std::span<const LocalityHealth> localities,
                                               std::span<const std::uint32_t> weights,
                                               std::uint32_t overprovisioning_percent);

/// Envoy's zone-aware routing: how much of the traffic stays in the client's locality so that, all clients
/// taken together, every host gets the same. Shares are in 1/10000.
/// https://www.envoyproxy.io/docs/envoy/latest/intro/arch_overview/upstream/load_balancing/zone_aware
class ZoneRouting {
  public:
    /// Ignores localities.
    ZoneRouting() = default;

    /// Healthy hosts of the first priority.
    ZoneRouting(std::span<const LocalityHealth> localities, const HostSetSettings& settings);

    bool active() const { return active_; }

    /// Part of the traffic that stays in the own locality.
    double own_share() const { return static_cast<double>(stays_) / 10000.0; }

    /// A locality, if active.
    std::size_t pick(RandomStream& random) const;

  private:
    bool active_ = false;
    std::size_t own_ = 0;
    std::uint64_t stays_ = 0;
    std::vector<std::uint64_t> capacity_; // left over in the other localities, summed up
};

} // namespace meshcast
