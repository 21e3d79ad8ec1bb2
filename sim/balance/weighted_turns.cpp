#include "sim/balance/weighted_turns.h"

#include "engine/portable_math.h"

#include <algorithm>

namespace meshcast {

namespace {

double power(double base, double exponent) {
    return exponent == 1.0 ? base : portable_exp(exponent * portable_log(base));
}

bool in_slow_start(const SlowStart& slow_start, const Host& host, Time now) {
    return slow_start_factor(slow_start, host.healthy_since, now) != 1.0;
}

} // namespace

double slow_start_factor(const SlowStart& slow_start, Time healthy_since, Time now) {
    using std::chrono::milliseconds;
    if (slow_start.window <= Duration::zero() || healthy_since == Time::min()) {
        return 1.0;
    }
    const auto age = std::chrono::duration_cast<milliseconds>(now - healthy_since);
    const auto window = std::chrono::duration_cast<milliseconds>(slow_start.window);
    if (age >= window) {
        return 1.0;
    }
    const double t =
        static_cast<double>(std::max(milliseconds(1), age).count()) / static_cast<double>(window.count());
    return std::max(power(t, 1.0 / slow_start.aggression), slow_start.min_weight_percent / 100.0);
}

bool WeightedTurns::needed(const HostGroup& group, const SlowStart& slow_start, Time now) {
    if (group.hosts.empty() || group.members.size() < 2) {
        return false;
    }
    const std::uint32_t weight = group.host(group.members[0]).weight;
    for (std::size_t i = 0; i < group.members.size(); ++i) {
        const Host& host = group.host(group.members[i]);
        if (host.weight != weight || in_slow_start(slow_start, host, now)) {
            return true;
        }
    }
    return false;
}

std::size_t WeightedTurns::pick(std::span<const Candidate> candidates, RandomStream& random, Time now) {
    if (!schedule_) {
        std::vector<double> weights(group_.members.size());
        for (std::size_t i = 0; i < weights.size(); ++i) {
            weights[i] = weight(candidates, i, now);
        }
        schedule_.emplace(weights, static_cast<std::uint32_t>(random.below(EdfSchedule::kMostStartingPicks)));
    }
    const std::uint32_t member =
        schedule_->pick([&](std::uint32_t picked) { return weight(candidates, picked, now); });
    return group_.members[member];
}

double WeightedTurns::weight(std::span<const Candidate> candidates, std::size_t member, Time now) const {
    const std::size_t candidate = group_.members[member];
    const Host& host = group_.host(candidate);
    double weight = host.weight;
    if (bias_ != 0.0) {
        weight /= power(static_cast<double>(candidates[candidate].active_requests) + 1.0, bias_);
    }
    return weight * slow_start_factor(settings_->slow_start, host.healthy_since, now);
}

} // namespace meshcast
