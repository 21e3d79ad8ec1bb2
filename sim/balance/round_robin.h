#pragma once

#include "sim/balance/balancer.h"

namespace meshcast {

/// Endpoints in turn, starting at a random one so that many clients do not march in step (Envoy seeds its
/// start the same way).
class RoundRobin final : public Balancer {
  public:
    std::size_t pick(std::span<const Candidate> candidates, RandomStream& random, Time now) override;

  private:
    bool started_ = false;
    std::size_t next_ = 0;
};

} // namespace meshcast
