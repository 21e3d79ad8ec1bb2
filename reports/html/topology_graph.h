#pragma once

#include "sim/telemetry/result.h"

#include <string>
#include <vector>

namespace meshcast {

/// Kiali's words and, for HTTP, its bounds: any errors degrade, one in ten is a failure.
enum class Health { Healthy, Degraded, Failing };

/// Requests as a node or an edge of the drawing saw them.
struct Flow {
    double rate = 0; // requests a second
    double p99 = 0;  // seconds
    double error_ratio = 0;

    Health health() const;
};

struct TopologyNode {
    std::string name;
    std::string name_space; // empty: outside the cluster
    std::string detail;     // "3 workloads, 4 pods"
    Flow received;          // all zero where nobody calls it
};

struct TopologyEdge {
    std::size_t from = 0;
    std::size_t to = 0;
    Flow flow;
};

/// Who calls whom in one plane's run. A node is a service with the workloads behind it, a workload that only
/// calls, or the clients outside.
struct TopologyGraph {
    std::vector<TopologyNode> nodes; // outside first, then by falling rate
    std::vector<TopologyEdge> edges;
    std::size_t left_out = 0; // nodes beyond the limit
};

TopologyGraph topology_graph(const Scenario& scenario, const PlaneResult& plane, std::size_t most_nodes);

} // namespace meshcast
