#pragma once

#include "engine/time.h"

#include <cstdint>

namespace meshcast {

/// How a pod is doing: what faults, the kubelet and autoscaling have done to it.
struct PodCondition {
    bool wanted = true;        // by Kubernetes, whether ready or not
    bool listens = true;       // takes connections; else it refuses them
    Time lost_until = kStart;  // nothing answers before, not even with a refusal
    std::uint32_t sockets = 0; // counts up when all its connections are closed
    std::uint32_t life = 0;    // counts up when its processes end: whatever they worked on is lost
    bool fresh = false;        // its processes were started during the run,
    Time started = kStart;     // then

    std::uint32_t orders = 0; // counts what the kubelet was told: what it does on an older one is void

    bool hampered = false; // by any of what follows
    double slowdown = 1;   // multiplies CPU time
    Duration added{};      // each request waits so long
    double failing = 0;    // 0..1 of the requests fail at once
    int failing_status = 503;

    bool lost(Time now) const { return now < lost_until; }
};

} // namespace meshcast
