#pragma once

#include "cli/exit_code.h"
#include "cli/outputs.h"
#include "cli/session.h"
#include "sim/experiment/experiment.h"

#include <functional>
#include <optional>
#include <string>

namespace meshcast {

class Diagnostics;
struct LoadRequest;

/// The scenario, if the input has no errors; its diagnostics are printed. Otherwise the exit code that says
/// so.
struct LoadOutcome {
    std::optional<Scenario> scenario;
    ExitCode code = ExitCode::Ok;
};

/// Ok without errors; File when all of them are files that cannot be read; else Invalid.
ExitCode exit_code_of(const Diagnostics& diagnostics);

LoadOutcome load_and_report(const Session& session, const LoadRequest& request);

/// How to simulate, and what the reports say about doing it again.
struct SimulationRun {
    int jobs = 1;            // threads
    std::optional<int> only; // this replication alone
    std::string reproduce;
    std::function<std::string(const PlaneResult&)> reproduce_one; // but for the number
};

/// Simulates, showing progress; writes the outputs. A first SIGINT or SIGTERM stops it early, keeping what
/// was done.
ExitCode simulate_and_write(const Session& session, const Scenario& scenario, const SimulationRun& run,
                            const OutputPlan& plan);

/// Runs `work` under a status line; a first SIGINT or SIGTERM asks it to stop early.
void with_progress(const Session& session, int jobs, std::optional<int> only,
                   const std::function<void(const ExperimentOptions&)>& work);

/// `--jobs` as given; empty: one a core. Throws UsageError.
int read_jobs(const std::string& text);

} // namespace meshcast
