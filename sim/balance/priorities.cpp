#include "sim/balance/priorities.h"

#include <algorithm>
#include <cassert>
#include <numeric>
#include <optional>

namespace meshcast {

namespace {

using Percents = std::vector<std::uint32_t>;

std::uint32_t health(std::uint32_t available, std::uint32_t hosts, const HostSetSettings& settings) {
    return hosts == 0 ? 0
                      : static_cast<std::uint32_t>(std::min<std::uint64_t>(
                            100, std::uint64_t{settings.overprovisioning_percent} * available / hosts));
}

/// Takes from `left` what each can bear. The first that can bear any.
std::optional<std::size_t> distribute(const Percents& bearable, std::uint32_t total, std::uint32_t& left,
                                      Percents& loads) {
    std::optional<std::size_t> first;
    for (std::size_t i = 0; i < bearable.size(); ++i) {
        if (!first && bearable[i] > 0) {
            first = i;
        }
        loads[i] = std::min(left, bearable[i] * 100 / total);
        left -= loads[i];
    }
    return first;
}

bool in_panic(const LevelHealth& level, const HostSetSettings& settings) {
    const double available =
        level.hosts == 0 ? 0.0 : 100.0 * level.healthy / level.hosts + 100.0 * level.degraded / level.hosts;
    return available < settings.panic_threshold_percent;
}

void load_by_size(std::span<const LevelHealth> levels, PriorityLoads& loads) {
    const std::uint64_t hosts =
        std::accumulate(levels.begin(), levels.end(), std::uint64_t{0},
                        [](std::uint64_t sum, const LevelHealth& level) { return sum + level.hosts; });
    std::uint32_t left = 100;
    std::size_t first = levels.size();
    for (std::size_t i = 0; i < levels.size() && hosts > 0; ++i) {
        first = first == levels.size() && levels[i].hosts > 0 ? i : first;
        loads.healthy[i] = static_cast<std::uint32_t>(std::uint64_t{100} * levels[i].hosts / hosts);
        loads.degraded[i] = 0;
        left -= loads.healthy[i];
    }
    loads.healthy[first == levels.size() ? 0 : first] += left;
}

} // namespace

PriorityLoads priority_loads(std::span<const LevelHealth> levels, const HostSetSettings& settings) {
    assert(!levels.empty() && "without hosts there is nothing to choose");
    const std::size_t count = levels.size();
    PriorityLoads loads{Percents(count), Percents(count), std::vector<bool>(count), 0};
    Percents healthy(count);
    Percents degraded(count);
    for (std::size_t i = 0; i < count; ++i) {
        healthy[i] = health(levels[i].healthy, levels[i].hosts, settings);
        degraded[i] = health(levels[i].degraded, levels[i].hosts, settings);
        loads.availability = std::min(100U, loads.availability + healthy[i] + degraded[i]);
    }
    if (loads.availability > 0) {
        std::uint32_t left = 100;
        const auto first_healthy = distribute(healthy, loads.availability, left, loads.healthy);
        const auto first_degraded = distribute(degraded, loads.availability, left, loads.degraded);
        if (first_healthy) {
            loads.healthy[*first_healthy] += left;
        } else {
            loads.degraded[*first_degraded] += left;
        }
    } else if (settings.panic_threshold_percent == 0) {
        loads.healthy[0] = 100; // nobody is there, and nobody will be chosen
        return loads;
    }
    bool all_in_panic = true;
    for (std::size_t i = 0; i < count; ++i) {
        loads.panic[i] = loads.availability < 100 && in_panic(levels[i], settings);
        all_in_panic = all_in_panic && loads.panic[i];
    }
    if (all_in_panic) {
        load_by_size(levels, loads);
    }
    return loads;
}

PriorityLoads::Choice PriorityLoads::choose(std::uint32_t percent) const {
    std::uint32_t sum = 0;
    for (std::size_t i = 0; i < healthy.size(); ++i) {
        sum += healthy[i];
        if (percent <= sum) {
            return {i, false};
        }
    }
    for (std::size_t i = 0; i < degraded.size(); ++i) {
        sum += degraded[i];
        if (percent <= sum) {
            return {i, true};
        }
    }
    assert(false && "the loads add up to 100");
    return {};
}

} // namespace meshcast
