#pragma once

#include "sim/telemetry/result.h"

#include <span>
#include <vector>

namespace meshcast {

/// What is estimated of a plane, as numbers of one replication or of several together.
struct Observations {
    double p50 = 0, p90 = 0, p99 = 0, p999 = 0, mean = 0; // seconds
    double goodput = 0;
    double failure_ratio = 0;
    double app_vcpu = 0, proxy_vcpu = 0, vcpu = 0;
};

Observations observe(const ReplicationResult& replication);

/// Latencies of all requests together, the rest on average; not empty.
Observations observe(std::span<const ReplicationResult> replications);

/// One number of each.
std::vector<double> values_of(std::span<const Observations> observations, double Observations::* which);

} // namespace meshcast
