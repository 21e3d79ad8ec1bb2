#pragma once

#include "sim/model/topology.h"

#include <span>
#include <vector>

namespace meshcast {

/// Which pods run where.
struct PodRequest {
    MilliCpu cpu;
    Bytes memory;
};

struct PodPlacement {
    std::vector<Node> nodes;
    std::vector<std::size_t> node_of; // by pod, index into nodes
    std::size_t overcommitted = 0;    // pods whose requests fitted no node; placed on the emptiest
};

/// What the scheduler counts for a pod that requests nothing: 100m and 200 MB.
/// https://github.com/kubernetes/kubernetes/blob/master/pkg/scheduler/util/pod_resources.go
PodRequest effective_request(const PodTemplate& pod);

/// Every pod goes to the node with the least requested share of CPU that still fits it (kube-scheduler's
/// LeastAllocated scoring), the first on a tie. Where `nodes` is empty, at least three equal nodes of 8 cores
/// and 32 GiB are made, as many as let the requests fill no more than 80 % of them.
PodPlacement place_pods(std::span<const Node> nodes, std::span<const PodRequest> pods);

} // namespace meshcast
