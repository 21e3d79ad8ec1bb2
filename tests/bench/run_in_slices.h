#pragma once

#include "sim/experiment/run.h"
#include "tests/bench/counters.h"

#include <chrono>

namespace meshcast {

/// After a second of simulated time: `slice` an iteration.
inline void run_in_slices(benchmark::State& state, Run& run, Duration slice) {
    Simulation& simulation = run.simulation();
    simulation.run_until(kStart + std::chrono::seconds(1));
    const std::uint64_t events = simulation.events();
    const std::uint64_t requests = run.recorder().finished();
    for (auto iteration : state) {
        simulation.run_until(simulation.now() + slice);
    }
    count_events(state, simulation.events() - events);
    count_requests(state, run.recorder().finished() - requests);
}

} // namespace meshcast
