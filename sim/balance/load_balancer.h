#pragma once

#include "sim/balance/balancer.h"

#include <memory>
#include <span>
#include <vector>

namespace meshcast {

/// How one client or proxy spreads its requests over the hosts of one service: first which hosts are eligible
/// (HostSets), then which of them it is (a policy). While all hosts are healthy, of one priority and not told
/// apart by locality, there is no first choice, and it costs nothing.
class LoadBalancer {
  public:
    /// In place of a host: none is eligible.
    static constexpr std::size_t kNobody = Balancer::kNobody;

    /// Of nobody: only to be assigned to.
    LoadBalancer() = default;

    /// Hosts that are all alike, at least one. The settings must outlive it.
    LoadBalancer(const BalancerKind& kind, std::size_t hosts,
                 const BalancerSettings& settings = default_balancer_settings());

    /// At least one host; they must outlive it, and many may share them.
    LoadBalancer(const BalancerKind& kind, std::span<const Host> hosts, const BalancerSettings& settings,
                 Time now = kStart);

    /// Index of a host, or kNobody. `candidates` are all hosts, in order.
    std::size_t pick(std::span<const Candidate> candidates, const PickContext& context, RandomStream& random,
                     Time now) {
        return balancer_->pick(candidates, context, random, now);
    }

    void finished(std::size_t host, Duration latency, bool success, Time now) {
        balancer_->finished(host, latency, success, now);
    }

    /// Ejected, back again, degraded: as this client sees it. A host that becomes healthy starts slowly.
    void set_health(std::size_t host, HostHealth health, Time now);

    /// Hosts have come, at the end, or changed. This client's own view of their health starts anew; what was
    /// learnt about the others' speed stays.
    void set_hosts(std::span<const Host> hosts, Time now);

  private:
    void assign(Time now);

    std::unique_ptr<Balancer> balancer_; // a policy, or once hosts differ, HostSets
    const BalancerKind* kind_ = nullptr;
    const BalancerSettings* settings_ = nullptr;
    const Host* hosts_ = nullptr; // nullptr: all alike
    std::uint32_t count_ = 0;
    bool has_sets_ = false;
    std::unique_ptr<std::vector<Host>> own_; // the hosts as this client sees them, once they differ
};

} // namespace meshcast
