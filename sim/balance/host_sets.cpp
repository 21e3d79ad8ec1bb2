#include "sim/balance/host_sets.h"

#include <algorithm>
#include <numeric>
#include <utility>

namespace meshcast {

namespace {

constexpr std::size_t kEligibles = 3;

} // namespace

HostSets::HostSets(const BalancerKind& kind, const BalancerSettings& settings)
    : kind_(&kind), settings_(&settings) {}

void HostSets::assign(HostGroup group_of_all, Time /*now*/) {
    hosts_ = group_of_all.hosts;
    std::size_t priorities = 1;
    std::size_t localities = 1;
    for (const Host& host : hosts_) {
        priorities = std::max(priorities, std::size_t{host.priority} + 1);
        localities = std::max(localities, std::size_t{host.locality} + 1);
    }
    if (priorities != priorities_ || localities != localities_) {
        priorities_ = priorities;
        localities_ = localities;
        groups_.clear();
        groups_.resize(priorities * kEligibles * (localities + 1));
    }
    if (adopted_ != nullptr) {
        group(0, Eligible::Healthy).balancer = std::move(adopted_);
    }
    if (kind_->scope == BalancerScope::Ready) {
        sort_ready_hosts();
    } else {
        loads_ = priority_loads(sort_hosts(), settings_->host_set);
        weigh_localities();
    }
    for (Group& group : groups_) {
        group.assigned = false;
    }
}

void HostSets::sort_ready_hosts() {
    Group& ready = group(0, Eligible::Healthy);
    ready.members.clear();
    for (std::uint32_t i = 0; i < hosts_.size(); ++i) {
        if (hosts_[i].health < HostHealth::Unhealthy) {
            ready.members.push_back(i);
        }
    }
}

std::vector<LevelHealth> HostSets::sort_hosts() {
    for (Group& group : groups_) {
        group.members.clear();
        group.shares.clear();
    }
    std::vector<LevelHealth> levels(priorities_);
    for (std::uint32_t i = 0; i < hosts_.size(); ++i) {
        const Host& host = hosts_[i];
        if (host.health == HostHealth::Absent) {
            continue;
        }
        const auto add = [&](Eligible eligible) {
            group(host.priority, eligible).members.push_back(i);
            group(host.priority, eligible, host.locality).members.push_back(i);
        };
        LevelHealth& level = levels[host.priority];
        ++level.hosts;
        add(Eligible::All);
        if (host.health == HostHealth::Healthy) {
            ++level.healthy;
            add(Eligible::Healthy);
        } else if (host.health == HostHealth::Degraded) {
            ++level.degraded;
            add(Eligible::Degraded);
        }
    }
    return levels;
}

void HostSets::weigh_localities() {
    const HostSetSettings& settings = settings_->host_set;
    turns_.clear();
    zones_ = ZoneRouting();
    if (settings.locality_mode == LocalityMode::Ignored) {
        return;
    }
    if (kind_->scope == BalancerScope::Priorities) {
        if (settings.locality_mode == LocalityMode::Weighted) {
            for (std::size_t i = 0; i < priorities_; ++i) {
                const Eligible eligible = loads_.panic[i] ? Eligible::All : Eligible::Healthy;
                Group& weighted = group(i, eligible);
                weighted.shares = shares_of(i, eligible);
                if (std::ranges::all_of(weighted.shares, [](double share) { return share == 0; })) {
                    weighted.members.clear(); // only localities of no weight are left
                }
            }
        }
        return;
    }
    if (settings.locality_mode == LocalityMode::ZoneAware) {
        zones_ = ZoneRouting(localities_of(0, Eligible::Healthy), settings);
        return;
    }
    for (std::size_t i = 0; i < priorities_; ++i) {
        turns_.push_back(turns_of(i, Eligible::Healthy));
        turns_.push_back(turns_of(i, Eligible::Degraded));
    }
}

HostSets::LocalityTurns HostSets::turns_of(std::size_t priority, Eligible eligible) {
    const HostSetSettings& settings = settings_->host_set;
    const std::vector<double> weights = effective_locality_weights(
        localities_of(priority, eligible), settings.locality_weights, settings.overprovisioning_percent);
    LocalityTurns turns;
    for (std::uint32_t locality = 0; locality < weights.size(); ++locality) {
        if (weights[locality] > 0) {
            turns.localities.push_back(locality);
            turns.weights.push_back(weights[locality]);
        }
    }
    return turns;
}

std::vector<LocalityHealth> HostSets::localities_of(std::size_t priority, Eligible eligible) {
    std::vector<LocalityHealth> localities(localities_);
    for (std::size_t l = 0; l < localities_; ++l) {
        localities[l].hosts = static_cast<std::uint32_t>(group(priority, Eligible::All, l).members.size());
        localities[l].eligible = static_cast<std::uint32_t>(group(priority, eligible, l).members.size());
    }
    return localities;
}

/// For hashing policies: a locality's weight, split among its hosts by theirs. Envoy does not scale it by
/// health here. A locality without an eligible host leaves its share unused, to nobody's harm: shares only
/// compare.
std::vector<double> HostSets::shares_of(std::size_t priority, Eligible eligible) {
    const std::vector<std::uint32_t>& weights = settings_->host_set.locality_weights;
    const double sum = std::accumulate(weights.begin(), weights.end(), 0.0);
    std::vector<double> host_weights(localities_, 0.0);
    for (const std::uint32_t member : group(priority, eligible).members) {
        host_weights[hosts_[member].locality] += hosts_[member].weight;
    }
    std::vector<double> shares;
    for (const std::uint32_t member : group(priority, eligible).members) {
        const Host& host = hosts_[member];
        const double weight = host.locality < weights.size() ? weights[host.locality] : 0.0;
        shares.push_back(sum > 0 ? host.weight * (weight / sum) / host_weights[host.locality] : 0.0);
    }
    return shares;
}

std::size_t HostSets::pick(std::span<const Candidate> candidates, const PickContext& context,
                           RandomStream& random, Time now) {
    PickContext hashed = context;
    if (kind_->scope == BalancerScope::Priorities && !hashed.hash) {
        hashed.hash = random.next(); // one for both choices
    }
    Group* chosen = choose_group(hashed.hash.value_or(0), random);
    if (chosen == nullptr || chosen->members.empty()) {
        return kNobody;
    }
    if (!chosen->assigned) {
        assign_to(*chosen, now);
    }
    return chosen->balancer->pick(candidates, hashed, random, now);
}

void HostSets::assign_to(Group& group, Time now) {
    if (group.balancer == nullptr) {
        group.balancer = kind_->make(*settings_);
    }
    group.balancer->assign({Members(group.members), hosts_, hosts_.size(), group.shares}, now);
    group.assigned = true;
}

HostSets::Group* HostSets::choose_group(std::uint64_t hash, RandomStream& random) {
    switch (kind_->scope) {
    case BalancerScope::Ready:
        return &group(0, Eligible::Healthy);
    case BalancerScope::Priorities: {
        const std::size_t priority = loads_.choose(static_cast<std::uint32_t>(hash % 100 + 1)).priority;
        return &group(priority, loads_.panic[priority] ? Eligible::All : Eligible::Healthy);
    }
    case BalancerScope::Localities:
        break;
    }
    const bool one = loads_.healthy[0] == 100;
    return choose_in(one ? PriorityLoads::Choice{}
                         : loads_.choose(static_cast<std::uint32_t>(random.below(100) + 1)),
                     random);
}

HostSets::Group* HostSets::choose_in(const PriorityLoads::Choice& choice, RandomStream& random) {
    const auto [priority, degraded] = choice;
    const HostSetSettings& settings = settings_->host_set;
    if (loads_.panic[priority]) {
        return settings.fail_traffic_on_panic ? nullptr : &group(priority, Eligible::All);
    }
    const Eligible eligible = degraded ? Eligible::Degraded : Eligible::Healthy;
    if (!turns_.empty()) {
        if (const auto locality = locality_in_turn(turns_[2 * priority + (degraded ? 1 : 0)], random)) {
            return &group(priority, eligible, *locality);
        }
    }
    if (priority == 0 && zones_.active() && random.below(100) < settings.routing_enabled_percent) {
        return &group(priority, eligible, zones_.pick(random));
    }
    return &group(priority, eligible);
}

std::optional<std::size_t> HostSets::locality_in_turn(LocalityTurns& turns, RandomStream& random) {
    if (turns.localities.empty()) {
        return std::nullopt;
    }
    if (turns.localities.size() == 1) {
        return turns.localities.front();
    }
    if (!turns.schedule) {
        if (!seed_) {
            seed_ = random.below(EdfSchedule::kMostStartingPicks);
        }
        turns.schedule.emplace(turns.weights, static_cast<std::uint32_t>(*seed_));
    }
    return turns.localities[turns.schedule->pick([&](std::uint32_t i) { return turns.weights[i]; })];
}

void HostSets::finished(std::size_t candidate, Duration latency, bool success, Time now) {
    for (Group& group : groups_) {
        if (group.balancer != nullptr) {
            group.balancer->finished(candidate, latency, success, now);
        }
    }
}

HostSets::Group& HostSets::group(std::size_t priority, Eligible eligible) {
    return groups_[(priority * kEligibles + static_cast<std::size_t>(eligible)) * (localities_ + 1)];
}

HostSets::Group& HostSets::group(std::size_t priority, Eligible eligible, std::size_t locality) {
    return (&group(priority, eligible))[locality + 1];
}

} // namespace meshcast
