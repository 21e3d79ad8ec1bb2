#include "sim/experiment/summary.h"

#include "engine/statistics.h"
#include "sim/experiment/doubts.h"
#include "sim/experiment/observations.h"
#include "sim/experiment/remarks.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <span>

namespace meshcast {

namespace {

constexpr double kGibibyte = 1024.0 * 1024.0 * 1024.0;

/// `value` with the half-width that the replications' own values support.
Estimate estimate(double value, std::span<const double> values) {
    const double half_width = student_t_interval(values).half_width;
    return {value, std::isfinite(half_width) ? half_width : std::numeric_limits<double>::quiet_NaN()};
}

void average(ResourceUse& sum, const ResourceUse& one, double weight) {
    sum.instances = one.instances;
    sum.vcpu += one.vcpu * weight;
    sum.busiest_utilisation = std::max(sum.busiest_utilisation, one.busiest_utilisation);
    sum.memory = std::max(sum.memory, one.memory);
    sum.cpu_request = one.cpu_request;
    sum.memory_request = one.memory_request;
}

void add(std::vector<Refusal>& sum, const std::vector<Refusal>& more) {
    for (const Refusal& one : more) {
        const auto same = std::ranges::find_if(sum, [&](const Refusal& known) {
            return known.who == one.who && known.decision.because == one.decision.because;
        });
        if (same != sum.end()) {
            same->count += one.count;
        } else {
            sum.push_back(one);
        }
    }
}

ReplicationResult pool(const std::vector<ReplicationResult>& replications) {
    ReplicationResult pooled;
    const double weight = 1.0 / static_cast<double>(replications.size());
    pooled.seed = replications.front().seed;
    pooled.replication = -1;
    pooled.warmup = replications.front().warmup;
    for (const ReplicationResult& one : replications) {
        pooled.events += one.events;
        pooled.fingerprint ^=
            one.fingerprint + 0x9e3779b97f4a7c15U * static_cast<std::uint64_t>(one.replication + 1);
        pooled.simulated += one.simulated;
        pooled.partial = pooled.partial || one.partial;
        pooled.queue_growth += one.queue_growth * weight;
        pooled.total.merge(one.total);
        for (const auto& [name, stats] : one.traffic) {
            pooled.traffic[name].merge(stats);
        }
        for (const auto& [name, stats] : one.services) {
            pooled.services[name].merge(stats);
        }
        for (const auto& [key, stats] : one.edges) {
            pooled.edges[key].merge(stats);
        }
        for (const auto& [name, use] : one.workloads) {
            average(pooled.workloads[name], use, weight);
        }
        for (const auto& [name, use] : one.proxies) {
            average(pooled.proxies[name], use, weight);
        }
        add(pooled.turned_away, one.turned_away);
    }
    return pooled;
}

/// Reserved or used, whichever is more: that is what cannot be sold to somebody else.
double monthly_cost(const std::map<std::string, ResourceUse>& uses, const Prices& prices) {
    double cost = 0;
    for (const auto& [name, use] : uses) {
        const double cpu = std::max(use.cpu_request.cores(), use.vcpu);
        const double memory = static_cast<double>(std::max(use.memory_request, use.memory).count) / kGibibyte;
        cost += (cpu * prices.vcpu_hour + memory * prices.gibibyte_hour) * prices.hours_a_month;
    }
    return cost;
}

} // namespace

PlaneResult summarise(const Scenario& scenario, const DataPlane& plane, const Warmup& warmup,
                      std::vector<ReplicationResult> replications) {
    PlaneResult result;
    result.plane = plane;
    result.pooled = pool(replications);
    const Observations all = observe(replications);
    std::vector<Observations> each;
    each.reserve(replications.size());
    for (const ReplicationResult& replication : replications) {
        each.push_back(observe(replication));
    }
    const auto of = [&](double Observations::* which) {
        return estimate(all.*which, values_of(each, which));
    };
    result.p50 = of(&Observations::p50);
    result.p90 = of(&Observations::p90);
    result.p99 = of(&Observations::p99);
    result.p999 = of(&Observations::p999);
    result.mean = of(&Observations::mean);
    result.goodput = of(&Observations::goodput);
    result.failure_ratio = of(&Observations::failure_ratio);
    result.app_vcpu = of(&Observations::app_vcpu);
    result.proxy_vcpu = of(&Observations::proxy_vcpu);
    for (const auto& [name, use] : result.pooled.proxies) {
        result.proxy_memory_bytes += static_cast<double>(use.memory.count);
    }
    result.proxy_cost_a_month = monthly_cost(result.pooled.proxies, scenario.prices);
    result.cost_a_month = result.proxy_cost_a_month + monthly_cost(result.pooled.workloads, scenario.prices);
    result.replications = std::move(replications);
    result.findings = find_problems(scenario, result);
    result.doubts = find_doubts(scenario, result, warmup);
    return result;
}

} // namespace meshcast
