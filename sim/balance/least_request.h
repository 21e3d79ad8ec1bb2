#pragma once

#include "sim/balance/balancer.h"
#include "sim/balance/weighted_turns.h"

namespace meshcast {

/// Of `choice_count` hosts drawn at random, with replacement, the one with the fewest active requests; the
/// first on a tie. Of unequal weight or in slow start, by weighted turns with weight / (active + 1)^bias.
/// Envoy's LEAST_REQUEST, Istio's default.
/// https://www.envoyproxy.io/docs/envoy/latest/intro/arch_overview/upstream/load_balancing/load_balancers
class LeastRequest final : public Balancer {
  public:
    explicit LeastRequest(const BalancerSettings& settings)
        : settings_(&settings), choices_(settings.choice_count) {}

    void assign(HostGroup group, Time now) override;
    std::size_t pick(std::span<const Candidate> candidates, const PickContext& context, RandomStream& random,
                     Time now) override;

  private:
    const BalancerSettings* settings_;
    std::uint32_t choices_;
    Members members_;
    std::unique_ptr<WeightedTurns> turns_; // nullptr: all alike
};

} // namespace meshcast
