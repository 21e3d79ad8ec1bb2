#include "engine/statistics.h"
#include "sim/experiment/observations.h"
#include "sim/experiment/simulate_change.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

namespace meshcast {

namespace {

using Replications = std::span<const ReplicationResult>;

const RequestStats& no_requests() {
    static const RequestStats kNone;
    return kNone;
}

PairedNumber pair_values(double before, double after, const std::vector<double>& each_before,
                         const std::vector<double>& each_after) {
    const double half_width = paired_difference(each_after, each_before).half_width;
    return {
        before,
        after,
        {after - before, std::isfinite(half_width) ? half_width : std::numeric_limits<double>::quiet_NaN()}};
}

/// The requests of one name in every replication of one side.
struct Side {
    std::vector<const RequestStats*> each;
    RequestStats pooled;

    void add(const RequestStats& stats) {
        each.push_back(&stats);
        pooled.merge(stats);
    }

    bool always_asked() const {
        return std::ranges::all_of(each, [](const RequestStats* stats) { return stats->requests > 0; });
    }

    template <class Number>
    std::vector<double> values(const Number& number) const {
        std::vector<double> all;
        for (const RequestStats* stats : each) {
            all.push_back(number(*stats));
        }
        return all;
    }
};

double failure_ratio(const RequestStats& stats) {
    return stats.requests == 0 ? 0
                               : static_cast<double>(stats.failures) / static_cast<double>(stats.requests);
}

template <class Number>
PairedNumber pair_number(const Side& before, const Side& after, const Number& number) {
    return pair_values(number(before.pooled), number(after.pooled), before.values(number),
                       after.values(number));
}

RequestsChange pair_requests(std::string name, const Side& before, const Side& after) {
    RequestsChange change;
    change.name = std::move(name);
    change.requests_before = before.pooled.requests;
    change.requests_after = after.pooled.requests;
    change.failures_before = before.pooled.failures;
    change.failures_after = after.pooled.failures;
    change.outcomes_before = before.pooled.outcomes;
    change.outcomes_after = after.pooled.outcomes;
    change.failure_ratio = pair_number(before, after, failure_ratio);
    if (before.always_asked() && after.always_asked()) {
        const auto quantile = [](double q) {
            return [q](const RequestStats& stats) { return to_seconds(stats.latency.quantile(q)); };
        };
        change.p50 = pair_number(before, after, quantile(0.50));
        change.p99 = pair_number(before, after, quantile(0.99));
    }
    return change;
}

std::string shown_name(const std::string& name) {
    return name;
}

std::string shown_name(const EdgeKey& edge) {
    return edge.from + " to " + edge.to;
}

/// Every name that one of the sides has.
template <class Key>
std::vector<RequestsChange> pair_all(Replications before, Replications after,
                                     std::map<Key, RequestStats> ReplicationResult::* which) {
    std::map<Key, std::pair<Side, Side>> sides;
    for (const Replications side : {before, after}) {
        for (const ReplicationResult& replication : side) {
            for (const auto& [key, stats] : replication.*which) {
                sides[key];
            }
        }
    }
    std::vector<RequestsChange> changes;
    for (auto& [key, pair] : sides) {
        const auto fill = [&](Replications replications, Side& side) {
            for (const ReplicationResult& replication : replications) {
                const auto found = (replication.*which).find(key);
                side.add(found == (replication.*which).end() ? no_requests() : found->second);
            }
        };
        fill(before, pair.first);
        fill(after, pair.second);
        changes.push_back(pair_requests(shown_name(key), pair.first, pair.second));
    }
    return changes;
}

PairedNumber pair_cpu(Replications before, Replications after, double Observations::* which) {
    const auto each = [&](Replications side) {
        std::vector<double> values;
        for (const ReplicationResult& replication : side) {
            values.push_back(observe(replication).*which);
        }
        return values;
    };
    return pair_values(observe(before).*which, observe(after).*which, each(before), each(after));
}

} // namespace

SimulatedChange pair_up(std::span<const ReplicationResult> before, std::span<const ReplicationResult> after) {
    SimulatedChange change;
    const std::size_t pairs = std::min(before.size(), after.size());
    if (pairs == 0) {
        return change;
    }
    before = before.first(pairs);
    after = after.first(pairs);
    change.replications = static_cast<int>(pairs);
    change.traffic = pair_all(before, after, &ReplicationResult::traffic);
    change.edges = pair_all(before, after, &ReplicationResult::edges);
    change.app_vcpu = pair_cpu(before, after, &Observations::app_vcpu);
    change.proxy_vcpu = pair_cpu(before, after, &Observations::proxy_vcpu);
    return change;
}

} // namespace meshcast
