#pragma once

#include "sim/balance/load_balancer.h"
#include "sim/proxy/circuit_breakers.h"
#include "sim/proxy/cluster_policy.h"
#include "sim/proxy/connection_pools.h"
#include "sim/proxy/membership.h"
#include "sim/proxy/previous_hosts.h"
#include "sim/proxy/retry_allowance.h"

#include <boost/container/flat_map.hpp>

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace meshcast {

/// One opener's view of one service, which Envoy calls a cluster: its balancer, what it has in flight to each
/// endpoint, and its connections.
class UpstreamCluster {
  public:
    /// In place of an endpoint: the service as such, whose address decides who is connected to.
    static constexpr std::uint32_t kService = UINT32_MAX;

    /// In place of an endpoint: none is eligible. Only where hosts differ in health, priority or locality.
    static constexpr std::uint32_t kNobody = UINT32_MAX - 1;

    /// Endpoints that are all alike.
    UpstreamCluster(const BalancerKind& kind, std::size_t endpoints) : candidates_(endpoints) {
        if (endpoints > 0) {
            balancer_ = LoadBalancer(kind, endpoints);
        }
    }

    /// Hosts and settings must outlive it.
    UpstreamCluster(const BalancerKind& kind, std::span<const Host> hosts, const BalancerSettings& settings)
        : candidates_(hosts.size()) {
        if (!hosts.empty()) {
            balancer_ = LoadBalancer(kind, hosts, settings);
        }
    }

    /// Endpoints as `hosts` shows them (empty: all alike) until they show what they are worth. Policy, hosts
    /// and settings must outlive it.
    UpstreamCluster(const BalancerKind& kind, std::size_t endpoints, const ClusterPolicy& policy,
                    std::span<const Host> hosts, const BalancerSettings& settings)
        : candidates_(endpoints) {
        if (policy.limits) {
            breakers_ = std::make_unique<CircuitBreakers>(*policy.limits, policy.retry_budget);
        }
        if (endpoints > 0) {
            balancer_ =
                hosts.empty() ? LoadBalancer(kind, endpoints, settings) : LoadBalancer(kind, hosts, settings);
            if (policy.outliers) {
                outliers_ = std::make_unique<OutlierDetector>(*policy.outliers, endpoints, kStart);
            }
        }
    }

    /// Index of the chosen endpoint, of which there must be some; counts as in flight until finished(). Or
    /// kNobody. One of `avoided`, unless that is nullptr, only where no other turns up.
    std::uint32_t start(std::uint64_t random_key, Time now, const PickContext& context = {},
                        const PreviousHosts* avoided = nullptr) {
        if (outliers_ != nullptr) [[unlikely]] {
            sweep(now);
        }
        RandomStream random(random_key);
        std::size_t chosen = balancer_.pick(candidates_, context, random, now);
        if (avoided != nullptr) [[unlikely]] {
            for (int i = 0;
                 i < PreviousHosts::kReselections && avoided->contains(static_cast<std::uint32_t>(chosen));
                 ++i) {
                chosen = balancer_.pick(candidates_, context, random, now);
            }
        }
        if (chosen == LoadBalancer::kNobody) [[unlikely]] {
            return kNobody;
        }
        ++candidates_[chosen].active_requests;
        return static_cast<std::uint32_t>(chosen);
    }

    void finished(std::uint32_t chosen, Duration latency, bool success, Time now) {
        --candidates_[chosen].active_requests;
        balancer_.finished(chosen, latency, success, now);
    }

    /// An endpoint was ejected or is back, or has come only now, as this opener sees it. Who becomes healthy
    /// starts slowly where slow start is set.
    void set_health(std::uint32_t endpoint, HostHealth health, Time now) {
        balancer_.set_health(endpoint, health, now);
    }

    /// Takes over who is in service now.
    void follow(const Membership& members, Time now) {
        if (members_seen_ != members.version) [[unlikely]] {
            update(members, now);
        }
    }

    /// An endpoint answered with an HTTP status, or the opener saw what it did instead
    /// (OutlierDetector::Local).
    template <class Outcome>
    void report(std::uint32_t endpoint, Outcome outcome, Time now) {
        if (outliers_ != nullptr) [[unlikely]] {
            sweep(now);
            if (outliers_->report(endpoint, outcome, now) && !absent(endpoint)) {
                set_health(endpoint, HostHealth::Unhealthy, now);
            }
        }
    }

    /// nullptr: no limits.
    CircuitBreakers* breakers() const { return breakers_.get(); }

    /// What is left of the budget that the service's retries have in common.
    RetryAllowance& retry_allowance(const RetryBudget& budget, Time now) {
        if (retry_allowance_ == nullptr) {
            retry_allowance_ = std::make_unique<RetryAllowance>(budget, now);
        }
        return *retry_allowance_;
    }

    /// The connections of one of the opener's workers (Envoy keeps its pools per worker thread) to one
    /// endpoint or to the service.
    ConnectionPool& pool(std::uint16_t worker, std::uint32_t endpoint) {
        if (worker == 0 && endpoint == kService) {
            return first_;
        }
        if (worker >= pools_.size()) {
            pools_.resize(worker + std::size_t{1});
        }
        if (pools_[worker] == nullptr) {
            pools_[worker] = std::make_unique<ConnectionPool[]>(candidates_.size() + 1);
        }
        return pools_[worker][endpoint == kService ? candidates_.size() : endpoint];
    }

  private:
    void sweep(Time now) {
        outliers_->advance(now, [this](std::size_t endpoint, Time when) {
            if (!absent(endpoint)) {
                balancer_.set_health(endpoint, HostHealth::Healthy, when);
            }
        });
    }

    bool absent(std::size_t endpoint) const { return !absent_.empty() && absent_[endpoint]; }

    void update(const Membership& members, Time now) {
        for (std::size_t i = 0; i < members.absent.size(); ++i) {
            const bool ejected = outliers_ != nullptr && outliers_->ejected(i);
            if (members.absent[i] != absent(i)) {
                balancer_.set_health(i,
                                     members.absent[i] ? HostHealth::Absent
                                     : ejected         ? HostHealth::Unhealthy
                                                       : HostHealth::Healthy,
                                     now);
            }
        }
        absent_ = members.absent;
        members_seen_ = members.version;
    }

    ConnectionPool first_; // of worker 0 to the service, within reach: applications have no other
    std::vector<Candidate> candidates_;
    LoadBalancer balancer_;                                // of nobody where there are no endpoints
    std::vector<std::unique_ptr<ConnectionPool[]>> pools_; // by worker; by endpoint, the service last
    std::vector<bool> absent_;                             // as in Membership
    std::uint32_t members_seen_ = 0;                       // their version
    std::unique_ptr<OutlierDetector> outliers_;            // nullptr: nobody is ejected
    std::unique_ptr<CircuitBreakers> breakers_;
    std::unique_ptr<RetryAllowance> retry_allowance_; // nullptr: not asked for
};

/// Everything an application or proxy keeps about those it sends to.
class Upstreams {
  public:
    /// What it keeps about `destination`: at first, what `make()` gives.
    template <class Make>
    UpstreamCluster& cluster(std::uint32_t destination, const Make& make) {
        std::unique_ptr<UpstreamCluster>& found = clusters_[destination];
        if (found == nullptr) [[unlikely]] {
            found = make();
        }
        return *found;
    }

    /// See engine/prefetch.h.
    void prefetch() const { __builtin_prefetch(clusters_.begin().get_ptr()); }

  private:
    // Few for most openers, so a sorted array is what fits into the fewest cache lines.
    boost::container::flat_map<std::uint32_t, std::unique_ptr<UpstreamCluster>> clusters_;
};

} // namespace meshcast
