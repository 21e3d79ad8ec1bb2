#pragma once

#include "sim/balance/balancer.h"

namespace meshcast {

/// Each host with equal probability, whatever its weight: kube-proxy's iptables mode, which chooses once a
/// connection, and Envoy's RANDOM.
class RandomChoice final : public Balancer {
  public:
    explicit RandomChoice(const BalancerSettings& /*settings*/) {}

    void assign(HostGroup group, Time now) override;
    std::size_t pick(std::span<const Candidate> candidates, const PickContext& context, RandomStream& random,
                     Time now) override;

  private:
    Members members_;
};

} // namespace meshcast
