#pragma once

#include "sim/balance/balancer.h"

namespace meshcast {

/// Power of two choices: of two endpoints drawn at random, the one with fewer active requests; the first on a
/// tie. Envoy's LEAST_REQUEST with equal weights and its default choice_count of 2, Istio's default.
/// https://www.envoyproxy.io/docs/envoy/latest/intro/arch_overview/upstream/load_balancing/load_balancers
class LeastRequest final : public Balancer {
  public:
    std::size_t pick(std::span<const Candidate> candidates, RandomStream& random, Time now) override;
};

} // namespace meshcast
