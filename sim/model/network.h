#pragma once

#include "engine/distribution.h"

namespace meshcast {

/// What lies between two pods. Latencies are one way and include both kernels' network stacks; they add to
/// size / bandwidth. `machine_speed` scales every CPU time in the model: 1 is the machine the plane profiles
/// were fitted on (bare-metal servers of 2024), 0.6 a small cloud VM of 2020.
struct Network {
    Distribution same_pod; // loopback
    Distribution same_node;
    Distribution same_zone;
    Distribution cross_zone;
    Distribution outside; // from a client that is not in the cluster
    Duration
        wake_up{}; // until a sleeping proxy thread runs: next to nothing on bare metal, tens of us in a VM
    double bytes_per_second = 1.25e9; // 10 Gb/s a flow
    double machine_speed = 1.0;
};

/// Latencies used when a scenario names none. Fitted to the no-mesh rows of Istio's published benchmarks
/// where they fit (same_zone), else assumed; each is named in the report.
Network default_network();

} // namespace meshcast
