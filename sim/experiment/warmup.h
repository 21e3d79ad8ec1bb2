#pragma once

#include "engine/time.h"
#include "sim/experiment/experiment.h"
#include "sim/model/scenario.h"

#include <stop_token>

namespace meshcast {

struct Warmup {
    Duration length{};
    bool settled = true; // false: no steady state within the pilot run; length is its end
};

/// How long the system takes to reach a steady state: MSER-5 over the latencies of a pilot run of half the
/// scenario's duration, with random numbers of its own. The same for the same scenario, plane and seed.
Warmup detect_warmup(const Scenario& scenario, const DataPlane& plane, std::stop_token stop = {},
                     const RunProgress& progress = {});

/// Simulated time that detect_warmup covers.
Duration pilot_length(const Scenario& scenario);

} // namespace meshcast
