#pragma once

#include "engine/simulation.h"

#include <cstdint>

namespace meshcast {

/// What can happen in a model, and to which component: what a run's fingerprint is a hash of. Numbers stay;
/// new kinds are added at the end.
enum class EventKind : std::uint32_t {
    RequestStarted = 1,         // traffic source
    RequestFinished = 2,        // traffic source
    CallStarted = 3,            // edge
    CallFinished = 4,           // edge
    Arrived = 5,                // at a pod
    Replied = 6,                // pod
    RequestPassed = 7,          // proxy
    ReplyPassed = 8,            // proxy
    ConnectionOpened = 9,       // destination
    Retried = 10,               // destination
    PodStopped = 11,            // pod
    PodStarted = 12,            // pod
    EndpointPublished = 13,     // pod
    FaultBegan = 14,            // by its place in the scenario
    FaultEnded = 15,            // by its place in the scenario
    ConfigurationPublished = 16 // stage
};

inline void note(Simulation& simulation, EventKind kind, std::uint32_t component) {
    simulation.note(component, static_cast<std::uint32_t>(kind));
}

} // namespace meshcast
