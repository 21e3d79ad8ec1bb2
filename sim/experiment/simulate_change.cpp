#include "sim/experiment/simulate_change.h"

#include "sim/experiment/warmup.h"

#include <algorithm>

namespace meshcast {

namespace {

void prepare_side(Scenario& scenario, const DataPlane& plane) {
    scenario.planes = {plane};
    scenario.thresholds.clear();
}

/// False: one of them did not come to a steady state.
bool settle_warmup(Scenario& before, Scenario& after, const DataPlane& plane,
                   const ExperimentOptions& options) {
    if (before.warmup) {
        after.warmup = before.warmup;
        return true;
    }
    const Warmup one = detect_warmup(before, plane, options.stop);
    const Warmup other = detect_warmup(after, plane, options.stop);
    before.warmup = std::max(one.length, other.length);
    after.warmup = before.warmup;
    return one.settled && other.settled;
}

void add_doubts(std::string_view side, const RunResult& run, std::vector<std::string>& doubts) {
    for (const PlaneResult& plane : run.planes) {
        for (const std::string& doubt : plane.doubts) {
            doubts.push_back(std::string(side) + ": " + doubt);
        }
    }
}

} // namespace

SimulatedChange simulate_change(Scenario before, Scenario after, const DataPlane& plane,
                                const ExperimentOptions& options) {
    prepare_side(before, plane);
    prepare_side(after, plane);
    after.seed = before.seed;
    after.replications = before.replications;
    const bool settled = settle_warmup(before, after, plane, options);
    const RunResult old = run_experiment(before, options);
    const RunResult now = run_experiment(after, options);
    SimulatedChange change;
    if (!old.planes.empty() && !now.planes.empty()) {
        change = pair_up(old.planes.front().replications, now.planes.front().replications);
    }
    change.warmup = *before.warmup;
    change.partial = old.partial || now.partial;
    add_doubts("before", old, change.doubts);
    add_doubts("after", now, change.doubts);
    if (!settled) {
        change.doubts.emplace_back("no steady state was found within half of the duration; simulate longer");
    }
    return change;
}

} // namespace meshcast
