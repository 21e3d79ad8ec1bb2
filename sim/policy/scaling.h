#pragma once

#include "sim/policy/directory.h"

#include <vector>

namespace meshcast {

/// How many pods a workload begins with, and how many there may ever be.
struct ReplicaRange {
    int at_first = 1;
    int most = 1;
    const Autoscaler* scaler = nullptr; // nullptr: nobody changes their number
};

/// By workload. An autoscaler has been at work before the run begins, so that there are never fewer pods than
/// its minimum. DaemonSets are not scaled and stay as they are.
std::vector<ReplicaRange> replica_ranges(const Directory& directory);

} // namespace meshcast
