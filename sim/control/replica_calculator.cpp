#include "sim/control/replica_calculator.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace meshcast {

namespace {

constexpr double kTolerance = 0.1; // --horizontal-pod-autoscaler-tolerance

/// Used over wanted, of those that count and of all when those that do not are taken to use nothing.
struct UsageRatio {
    double counted = 0;
    double all = 0;
    int counting = 0;
};

UsageRatio usage_ratio(const ScalingMetric& metric, std::span<const PodMetric> pods) {
    double used = 0;
    double wanted_by_counted = 0;
    double wanted_by_all = 0;
    UsageRatio ratio;
    for (const PodMetric& pod : pods) {
        const double wanted =
            metric.utilization > 0 ? pod.requested * metric.utilization : metric.average.cores();
        wanted_by_all += wanted;
        if (pod.counts) {
            used += pod.used;
            wanted_by_counted += wanted;
            ++ratio.counting;
        }
    }
    ratio.counted = wanted_by_counted > 0 ? used / wanted_by_counted : 1;
    ratio.all = wanted_by_all > 0 ? used / wanted_by_all : 1;
    return ratio;
}

int rounded_up(double replicas) {
    return static_cast<int>(std::ceil(replicas - 1e-9));
}

bool tolerable(double ratio) {
    return std::abs(1 - ratio) <= kTolerance;
}

} // namespace

int replicas_for(const ScalingMetric& metric, std::span<const PodMetric> pods, int current) {
    const UsageRatio ratio = usage_ratio(metric, pods);
    if (ratio.counting == 0) {
        return current;
    }
    const bool all_count = ratio.counting == static_cast<int>(pods.size());
    if (all_count || ratio.counted <= 1) {
        return tolerable(ratio.counted) ? current : rounded_up(ratio.counted * ratio.counting);
    }
    // Those that do not count yet may be all that is needed.
    if (tolerable(ratio.all) || ratio.all < 1) {
        return current;
    }
    return std::max(current, rounded_up(ratio.all * static_cast<double>(pods.size())));
}

int ScalingMemory::decide(int wanted, int current, Time now) {
    int decided = stabilized(wanted, current, now);
    if (decided > current) {
        decided = limited_up(decided, current, now);
    } else if (decided < current) {
        decided = limited_down(decided, current, now);
    }
    decided = std::clamp(decided, scaler_.min_replicas, scaler_.max_replicas);
    if (decided != current) {
        changes_.push_back({decided - current, now});
    }
    return decided;
}

/// The least that was asked for within scale-up's window and the most within scale-down's.
int ScalingMemory::stabilized(int wanted, int current, Time now) {
    if (recommendations_.empty()) {
        recommendations_.push_back({current, now});
    }
    int up = wanted;
    int down = wanted;
    for (const Recommendation& earlier : recommendations_) {
        if (now - earlier.at < scaler_.up.stabilization) {
            up = std::min(up, earlier.replicas);
        }
        if (now - earlier.at < scaler_.down.stabilization) {
            down = std::max(down, earlier.replicas);
        }
    }
    recommendations_.push_back({wanted, now});
    const Duration longest = std::max(scaler_.up.stabilization, scaler_.down.stabilization);
    while (now - recommendations_.front().at > longest && recommendations_.size() > 1) {
        recommendations_.pop_front();
    }
    return std::min(std::max(current, up), down);
}

int ScalingMemory::changed_since(Time since, bool up) const {
    int sum = 0;
    for (const Change& change : changes_) {
        if (change.at > since && (change.pods > 0) == up) {
            sum += std::abs(change.pods);
        }
    }
    return sum;
}

int ScalingMemory::limited_up(int wanted, int current, Time now) const {
    const ScalingRules& rules = scaler_.up;
    if (rules.select == ScalingRules::Select::Disabled) {
        return current;
    }
    const bool most = rules.select == ScalingRules::Select::Max;
    int limit = most ? std::numeric_limits<int>::min() : std::numeric_limits<int>::max();
    for (const ScalingPolicy& policy : rules.policies) {
        const int before = current - changed_since(now - policy.period, true);
        const int allowed = policy.unit == ScalingPolicy::Unit::Pods
                                ? before + policy.value
                                : rounded_up(before * (1 + policy.value / 100.0));
        limit = most ? std::max(limit, allowed) : std::min(limit, allowed);
    }
    return std::max(current, std::min(wanted, limit));
}

int ScalingMemory::limited_down(int wanted, int current, Time now) const {
    const ScalingRules& rules = scaler_.down;
    if (rules.select == ScalingRules::Select::Disabled) {
        return current;
    }
    const bool most = rules.select == ScalingRules::Select::Max; // of change, so the lowest number
    int limit = most ? std::numeric_limits<int>::max() : std::numeric_limits<int>::min();
    for (const ScalingPolicy& policy : rules.policies) {
        const int before = current + changed_since(now - policy.period, false);
        const int allowed = policy.unit == ScalingPolicy::Unit::Pods
                                ? before - policy.value
                                : static_cast<int>(before * (1 - policy.value / 100.0));
        limit = most ? std::min(limit, allowed) : std::max(limit, allowed);
    }
    return std::min(current, std::max(wanted, limit));
}

} // namespace meshcast
