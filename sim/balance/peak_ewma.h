#pragma once

#include "sim/balance/balancer.h"

#include <vector>

namespace meshcast {

/// Linkerd's balancer: of two different hosts drawn at random, the one with the lower cost
///     latency estimate x (active requests + 1)
/// The estimate jumps to a slower reply at once, and moves towards a faster one with weight
/// 1 - exp(-elapsed / decay); looking at it counts as a reply of no latency, so that it decays towards 0
/// while nobody replies. A host nobody asked yet starts at 30 ms. Source: tower's load::PeakEwma and
/// balance::p2c as linkerd2-proxy sets them up (linkerd2-proxy, app/outbound: EWMA_DEFAULT_RTT 30 ms,
/// EWMA_DECAY 10 s). https://github.com/tower-rs/tower/blob/master/tower/src/load/peak_ewma.rs
class PeakEwma final : public Balancer {
  public:
    explicit PeakEwma(const BalancerSettings& settings);

    void assign(HostGroup group, Time now) override;
    std::size_t pick(std::span<const Candidate> candidates, const PickContext& context, RandomStream& random,
                     Time now) override;
    void finished(std::size_t candidate, Duration latency, bool success, Time now) override;

  private:
    struct Estimate {
        double rtt = 0; // seconds
        Time updated = kStart;
    };

    double cost(std::size_t candidate, std::uint32_t active_requests, Time now);
    void update(Estimate& estimate, double rtt, Time now) const;

    double decay_;       // seconds
    double default_rtt_; // seconds
    Members members_;
    std::vector<Estimate> estimates_; // by candidate
};

} // namespace meshcast
