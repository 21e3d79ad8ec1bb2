#include "cli/simulate.h"

#include "cli/options.h"
#include "cli/show_diagnostics.h"
#include "cli/status.h"
#include "cli/stop_on_signal.h"
#include "cli/version.h"
#include "scenarios/diagnostics/catalogue.h"
#include "scenarios/load.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <thread>

namespace meshcast {

namespace {

constexpr std::int64_t kMostJobs = 1024;

std::chrono::milliseconds wall_time() {
    return std::chrono::duration_cast<std::chrono::milliseconds>(
        std::chrono::steady_clock::now().time_since_epoch());
}

std::unique_ptr<Status> status_for(const Session& session) {
    const Console& console = session.console();
    const StatusStyle style = session.quiet()         ? StatusStyle::None
                              : console.can_animate() ? StatusStyle::Line
                                                      : StatusStyle::Lines;
    return make_status(
        style, [console](std::string_view text) { console.err(text); }, wall_time,
        console.surroundings().width);
}

ExitCode verdict(const RunResult& result) {
    if (result.partial) {
        return ExitCode::Stopped;
    }
    const bool all_held = std::ranges::all_of(result.thresholds, &ThresholdVerdict::held);
    return all_held ? ExitCode::Ok : ExitCode::Threshold;
}

} // namespace

ExitCode exit_code_of(const Diagnostics& diagnostics) {
    const bool invalid = std::ranges::any_of(diagnostics.items(), [](const Diagnostic& diagnostic) {
        return diagnostic.severity() == Severity::Error && diagnostic.message != &message::FileUnreadable;
    });
    if (invalid) {
        return ExitCode::Invalid;
    }
    return diagnostics.has_errors() ? ExitCode::File : ExitCode::Ok;
}

LoadOutcome load_and_report(const Session& session, const LoadRequest& request) {
    Loaded loaded = load_scenario(request);
    print_diagnostics(session, loaded.diagnostics);
    const ExitCode code = exit_code_of(loaded.diagnostics);
    if (code != ExitCode::Ok) {
        return {std::nullopt, code};
    }
    return {std::move(loaded.scenario), code};
}

ExitCode simulate_and_write(const Session& session, const Scenario& scenario, const SimulationRun& run,
                            const OutputPlan& plan) {
    prepare(plan);
    RunResult result;
    with_progress(session, run.jobs, run.only,
                  [&](const ExperimentOptions& options) { result = run_experiment(scenario, options); });
    result.meshcast_version = version_text();
    result.reproduce = run.reproduce;
    for (PlaneResult& plane : result.planes) {
        plane.reproduce_one = run.reproduce_one(plane);
    }
    if (result.partial) {
        session.console().err("meshcast: stopped by a signal; the results are partial\n");
    }
    write_outputs(plan, result, session.console());
    return verdict(result);
}

void with_progress(const Session& session, int jobs, std::optional<int> only,
                   const std::function<void(const ExperimentOptions&)>& work) {
    const std::unique_ptr<Status> status = status_for(session);
    const StopOnSignal signals;
    ExperimentOptions options;
    options.jobs = jobs;
    options.only = only;
    options.stop = signals.token();
    options.progress = [&status](const ExperimentProgress& progress) { status->progress(progress); };
    work(options);
    status->finish();
}

int read_jobs(const std::string& text) {
    if (text.empty()) {
        return static_cast<int>(std::max(1u, std::thread::hardware_concurrency()));
    }
    return static_cast<int>(read_integer("--jobs", text, 1, kMostJobs));
}

} // namespace meshcast
