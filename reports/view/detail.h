#pragma once

#include "reports/view/fact_table.h"
#include "sim/telemetry/result.h"

#include <string>
#include <utility>
#include <vector>

namespace meshcast {

/// One plane in detail. Tables with a `limit` keep the rows that saw most requests and say how many they left
/// out.

/// avg, min, med, max, p90, p95, p99, p99.9 of all requests: k6's trend statistics and the tail.
std::vector<std::pair<std::string, std::string>> latency_facts(const PlaneResult& plane);

/// Mean time a request spent in each component, the components that took none left out.
FactTable breakdown_table(const PlaneResult& plane);

/// How requests ended, by status and flag, most frequent first; flags are explained.
FactTable outcome_table(const PlaneResult& plane);

FactTable service_table(const PlaneResult& plane, std::size_t limit);
FactTable edge_table(const PlaneResult& plane, std::size_t limit);
FactTable proxy_table(const PlaneResult& plane);

/// Each replication by its number, with the fingerprint that a run of it alone gives again.
FactTable replication_table(const PlaneResult& plane, std::size_t limit);

FactTable workload_table(const PlaneResult& plane, std::size_t limit);

} // namespace meshcast
