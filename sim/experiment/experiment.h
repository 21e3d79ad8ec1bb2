#pragma once

#include "sim/model/scenario.h"
#include "sim/telemetry/result.h"

#include <functional>
#include <optional>
#include <stop_token>
#include <string>

namespace meshcast {

/// Simulated time covered and events run so far, of one run. May be empty.
using RunProgress = std::function<void(Duration simulated, std::uint64_t events)>;

/// How far an experiment has come, for a status line. Called from worker threads, one at a time.
struct ExperimentProgress {
    std::string plane;        // being simulated
    int runs_done = 0;        // replications finished, over all planes
    int runs_total = 0;       // known so far: undecided thresholds ask for more
    double done_fraction = 0; // of all simulated time known so far, 0..1; goes back when more is asked for
    Duration simulated{};     // simulated time covered so far, all runs together
    std::uint64_t events = 0;
};

struct ExperimentOptions {
    int jobs = 1;         // worker threads
    std::stop_token stop; // stops all runs; what was done is kept and marked partial
    std::function<void(const ExperimentProgress&)> progress; // may be empty
    std::optional<int> only; // this replication alone, the same bytes as among all of them
};

/// Simulates one replication. Same scenario, plane, seed and replication: same bytes, on any machine.
ReplicationResult simulate(const Scenario& scenario, const DataPlane& plane, int replication,
                           std::stop_token stop = {}, const RunProgress& progress = {});

/// Every plane of the scenario, `scenario.replications` times each, on common random numbers and, where the
/// warm-up is detected, with the same one cut off: the longest. Planes with a threshold that these leave
/// undecided get more, up to `scenario.most_replications()`.
/// `reproduce` and `reproduce_one` in the result are left empty for the caller, who knows the command line.
RunResult run_experiment(const Scenario& scenario, const ExperimentOptions& options);

} // namespace meshcast
