#include "sim/balance/load_balancer.h"

#include "sim/balance/host_sets.h"

#include <algorithm>
#include <cassert>
#include <utility>

namespace meshcast {

namespace {

/// Whether all hosts form one group whatever the random numbers.
bool is_plain(std::span<const Host> hosts, const BalancerSettings& settings) {
    const bool localities = settings.host_set.locality_mode != LocalityMode::Ignored;
    return std::ranges::all_of(hosts, [&](const Host& host) {
        return host.health == HostHealth::Healthy && host.priority == 0 &&
               (!localities || host.locality == hosts.front().locality);
    });
}

} // namespace

LoadBalancer::LoadBalancer(const BalancerKind& kind, std::size_t hosts, const BalancerSettings& settings)
    : kind_(&kind), settings_(&settings), count_(static_cast<std::uint32_t>(hosts)) {
    assert(hosts > 0 && "without hosts there is nothing to choose");
    assign(kStart);
}

LoadBalancer::LoadBalancer(const BalancerKind& kind, std::span<const Host> hosts,
                           const BalancerSettings& settings, Time now)
    : kind_(&kind), settings_(&settings) {
    set_hosts(hosts, now);
}

void LoadBalancer::set_health(std::size_t host, HostHealth health, Time now) {
    if (own_ == nullptr) {
        own_ = hosts_ == nullptr ? std::make_unique<std::vector<Host>>(count_)
                                 : std::make_unique<std::vector<Host>>(hosts_, hosts_ + count_);
        hosts_ = own_->data();
    }
    Host& changed = (*own_)[host];
    if (changed.health == health) {
        return;
    }
    changed.health = health;
    if (health == HostHealth::Healthy) {
        changed.healthy_since = now;
    }
    assign(now);
}

void LoadBalancer::set_hosts(std::span<const Host> hosts, Time now) {
    assert(!hosts.empty() && "without hosts there is nothing to choose");
    hosts_ = hosts.data();
    count_ = static_cast<std::uint32_t>(hosts.size());
    own_.reset();
    assign(now);
}

void LoadBalancer::assign(Time now) {
    const std::span<const Host> hosts =
        hosts_ == nullptr ? std::span<const Host>() : std::span(hosts_, count_);
    if (balancer_ == nullptr) {
        balancer_ = kind_->make(*settings_);
    }
    if (!has_sets_ && !is_plain(hosts, *settings_)) {
        auto sets = std::make_unique<HostSets>(*kind_, *settings_);
        sets->adopt(std::move(balancer_));
        balancer_ = std::move(sets);
        has_sets_ = true;
    }
    balancer_->assign({Members(count_), hosts, count_, {}}, now);
}

} // namespace meshcast
