#pragma once

#include "sim/balance/balancer.h"
#include "sim/balance/weighted_turns.h"

namespace meshcast {

/// Hosts in turn, starting at a random one so that many clients do not march in step (Envoy seeds its start
/// the same way); of unequal weight or in slow start, by weighted turns. Envoy's ROUND_ROBIN.
class RoundRobin final : public Balancer {
  public:
    explicit RoundRobin(const BalancerSettings& settings) : settings_(&settings) {}

    void assign(HostGroup group, Time now) override;
    std::size_t pick(std::span<const Candidate> candidates, const PickContext& context, RandomStream& random,
                     Time now) override;

  private:
    const BalancerSettings* settings_;
    Members members_;
    std::unique_ptr<WeightedTurns> turns_; // nullptr: all alike
    bool started_ = false;
    std::size_t next_ = 0;
};

} // namespace meshcast
