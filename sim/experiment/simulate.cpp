#include "sim/experiment/replicate.h"
#include "sim/experiment/run.h"
#include "sim/experiment/warmup.h"

#include <algorithm>

namespace meshcast {

namespace {

constexpr std::uint64_t kCheckInterval = 1 << 14; // events between looks at the stop token

} // namespace

ReplicationResult replicate(const Scenario& scenario, const DataPlane& plane, int replication,
                            Duration warmup, std::stop_token stop, const RunProgress& progress) {
    const Time end = kStart + scenario.duration;
    const Time measure_from = std::min(kStart + warmup, end);
    Run run(scenario, plane, static_cast<std::uint64_t>(replication), measure_from);
    Simulation& simulation = run.simulation();
    simulation.set_observer(kCheckInterval, [&](const Simulation& now) {
        if (progress) {
            progress(now.now() - kStart, now.events());
        }
        return !stop.stop_requested();
    });

    ReplicationResult result;
    result.seed = scenario.seed;
    result.replication = replication;
    result.warmup = measure_from - kStart;

    bool stopped = simulation.run_until(measure_from) == Simulation::Outcome::Stopped;
    run.begin_measurement();
    const Time half = measure_from + (end - measure_from) / 2;
    stopped = stopped || simulation.run_until(half) == Simulation::Outcome::Stopped;
    const auto in_flight_at_half = static_cast<double>(run.recorder().in_flight());
    stopped = stopped || simulation.run_until(end) == Simulation::Outcome::Stopped;

    const double since_half = to_seconds(simulation.now() - half);
    if (!stopped && since_half > 0) {
        result.queue_growth =
            (static_cast<double>(run.recorder().in_flight()) - in_flight_at_half) / since_half;
    }
    run.report(result);
    result.events = simulation.events();
    result.fingerprint = simulation.fingerprint();
    result.simulated = simulation.now() - kStart;
    result.partial = stopped;
    return result;
}

ReplicationResult simulate(const Scenario& scenario, const DataPlane& plane, int replication,
                           std::stop_token stop, const RunProgress& progress) {
    const Duration warmup = scenario.warmup ? *scenario.warmup : detect_warmup(scenario, plane, stop).length;
    return replicate(scenario, plane, replication, warmup, stop, progress);
}

} // namespace meshcast
