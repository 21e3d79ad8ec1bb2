#pragma once

#include "sim/balance/balancer.h"

#include <vector>

namespace meshcast {

/// Linkerd's balancer: of two endpoints drawn at random, the one with the lower cost
///     rtt_estimate x (active requests + 1)
/// where the estimate jumps to a slower reply at once and decays towards faster ones with weight exp(-elapsed
/// / 10 s). An endpoint nobody asked yet starts at 30 ms. Source: tower's load::PeakEwma as linkerd2-proxy
/// configures it (linkerd2-proxy, app/outbound: EWMA_DEFAULT_RTT 30 ms, EWMA_DECAY 10 s).
class PeakEwma final : public Balancer {
  public:
    explicit PeakEwma(std::size_t candidates);

    std::size_t pick(std::span<const Candidate> candidates, RandomStream& random, Time now) override;
    void finished(std::size_t candidate, Duration latency, bool success, Time now) override;

  private:
    struct Estimate {
        double rtt = 0; // seconds
        Time updated = kStart;
    };

    double cost(std::size_t index, const Candidate& candidate, Time now) const;

    std::vector<Estimate> estimates_;
};

} // namespace meshcast
