#pragma once

#include "sim/balance/balancer.h"
#include "sim/proxy/connection_pools.h"

#include <memory>
#include <unordered_map>
#include <vector>

namespace meshcast {

/// One opener's view of one service: its balancer and what it has in flight to each endpoint.
class BalancedEndpoints {
  public:
    BalancedEndpoints(const BalancerKind& kind, std::size_t endpoints)
        : candidates_(endpoints), balancer_(kind.make(endpoints)) {}

    /// Index of the chosen endpoint; counts as in flight until finished().
    std::size_t start(RandomStream& random, Time now) {
        const std::size_t chosen = balancer_->pick(candidates_, random, now);
        ++candidates_[chosen].active_requests;
        return chosen;
    }

    void finished(std::size_t chosen, Duration latency, bool success, Time now) {
        --candidates_[chosen].active_requests;
        balancer_->finished(chosen, latency, success, now);
    }

  private:
    std::vector<Candidate> candidates_;
    std::unique_ptr<Balancer> balancer_;
};

/// Everything an application or proxy keeps about those it sends to.
struct Upstreams {
    ConnectionPools pools;
    std::unordered_map<std::uint32_t, BalancedEndpoints> balancing; // by destination

    BalancedEndpoints& endpoints(std::uint32_t destination, const BalancerKind& kind, std::size_t count) {
        return balancing.try_emplace(destination, kind, count).first->second;
    }
};

} // namespace meshcast
