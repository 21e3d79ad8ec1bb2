#include "sim/experiment/differences.h"

#include "engine/statistics.h"
#include "sim/experiment/observations.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

namespace meshcast {

namespace {

std::vector<Observations> observe_each(std::span<const ReplicationResult> replications) {
    std::vector<Observations> seen;
    seen.reserve(replications.size());
    for (const ReplicationResult& replication : replications) {
        seen.push_back(observe(replication));
    }
    return seen;
}

} // namespace

Differences difference(std::span<const ReplicationResult> reference,
                       std::span<const ReplicationResult> plane) {
    const std::size_t pairs = std::min(reference.size(), plane.size());
    reference = reference.first(pairs);
    plane = plane.first(pairs);
    const std::vector<Observations> without = observe_each(reference);
    const std::vector<Observations> with = observe_each(plane);
    const Observations without_all = observe(reference);
    const Observations with_all = observe(plane);
    const auto of = [&](double Observations::* which) {
        const double half_width =
            paired_difference(values_of(with, which), values_of(without, which)).half_width;
        return Estimate{with_all.*which - without_all.*which,
                        std::isfinite(half_width) ? half_width : std::numeric_limits<double>::quiet_NaN()};
    };
    using O = Observations;
    return {.replications = static_cast<int>(pairs),
            .p50 = of(&O::p50),
            .p90 = of(&O::p90),
            .p99 = of(&O::p99),
            .p999 = of(&O::p999),
            .mean = of(&O::mean),
            .goodput = of(&O::goodput),
            .failure_ratio = of(&O::failure_ratio),
            .app_vcpu = of(&O::app_vcpu),
            .proxy_vcpu = of(&O::proxy_vcpu),
            .vcpu = of(&O::vcpu)};
}

} // namespace meshcast
