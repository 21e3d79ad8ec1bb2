#pragma once

#include "sim/balance/balancer.h"

namespace meshcast {

/// Each endpoint with equal probability: kube-proxy's iptables mode, Envoy's RANDOM.
class RandomChoice final : public Balancer {
  public:
    std::size_t pick(std::span<const Candidate> candidates, RandomStream& random, Time now) override;
};

} // namespace meshcast
