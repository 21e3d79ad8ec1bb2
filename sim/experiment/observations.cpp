#include "sim/experiment/observations.h"

#include <algorithm>
#include <iterator>

namespace meshcast {

namespace {

void observe_latency(const LatencyHistogram& latency, Observations& into) {
    into.p50 = to_seconds(latency.quantile(0.50));
    into.p90 = to_seconds(latency.quantile(0.90));
    into.p99 = to_seconds(latency.quantile(0.99));
    into.p999 = to_seconds(latency.quantile(0.999));
    into.mean = to_seconds(latency.mean());
}

double vcpu_of(const std::map<std::string, ResourceUse>& uses) {
    double sum = 0;
    for (const auto& [name, use] : uses) {
        sum += use.vcpu;
    }
    return sum;
}

double ratio(double part, double whole) {
    return whole > 0 ? part / whole : 0;
}

} // namespace

Observations observe(const ReplicationResult& replication) {
    const RequestStats& total = replication.total;
    Observations seen;
    observe_latency(total.latency, seen);
    seen.goodput = ratio(static_cast<double>(total.requests - total.failures),
                         to_seconds(replication.simulated - replication.warmup));
    seen.failure_ratio = ratio(static_cast<double>(total.failures), static_cast<double>(total.requests));
    seen.app_vcpu = vcpu_of(replication.workloads);
    seen.proxy_vcpu = vcpu_of(replication.proxies);
    seen.vcpu = seen.app_vcpu + seen.proxy_vcpu;
    return seen;
}

Observations observe(std::span<const ReplicationResult> replications) {
    LatencyHistogram latency;
    Observations sum;
    for (const ReplicationResult& replication : replications) {
        latency.merge(replication.total.latency);
        const Observations one = observe(replication);
        sum.goodput += one.goodput;
        sum.failure_ratio += one.failure_ratio;
        sum.app_vcpu += one.app_vcpu;
        sum.proxy_vcpu += one.proxy_vcpu;
        sum.vcpu += one.vcpu;
    }
    const auto count = static_cast<double>(replications.size());
    for (const auto which : {&Observations::goodput, &Observations::failure_ratio, &Observations::app_vcpu,
                             &Observations::proxy_vcpu, &Observations::vcpu}) {
        sum.*which /= count;
    }
    observe_latency(latency, sum);
    return sum;
}

std::vector<double> values_of(std::span<const Observations> observations, double Observations::* which) {
    std::vector<double> values;
    values.reserve(observations.size());
    std::ranges::transform(observations, std::back_inserter(values), which);
    return values;
}

} // namespace meshcast
