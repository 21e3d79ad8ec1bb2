#include "sim/experiment/experiment.h"

#include "sim/experiment/remarks.h"
#include "sim/experiment/replicate.h"
#include "sim/experiment/summary.h"
#include "sim/experiment/verdict.h"
#include "sim/experiment/warmup.h"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <optional>
#include <thread>

namespace meshcast {

namespace {

/// Adds up what the workers report and passes it on, one call at a time.
class ProgressMeter {
  public:
    ProgressMeter(const ExperimentOptions& options, int runs, Duration total)
        : options_(options), total_(to_seconds(total)) {
        progress_.runs_total = runs;
    }

    /// What one run, or its pilot, passes its progress to.
    RunProgress of(const std::string& plane) {
        if (!options_.progress) {
            return {};
        }
        return [this, &plane, before = Duration{},
                events_before = std::uint64_t{0}](Duration simulated, std::uint64_t events) mutable {
            advance(plane, simulated - before, events - events_before);
            before = simulated;
            events_before = events;
        };
    }

    void run_done() {
        const std::lock_guard lock(mutex_);
        ++progress_.runs_done;
    }

  private:
    void advance(const std::string& plane, Duration simulated, std::uint64_t events) {
        const std::lock_guard lock(mutex_);
        progress_.plane = plane;
        progress_.simulated += simulated;
        progress_.events += events;
        progress_.done_fraction = total_ > 0 ? std::min(1.0, to_seconds(progress_.simulated) / total_) : 1.0;
        options_.progress(progress_);
    }

    const ExperimentOptions& options_;
    double total_ = 0; // simulated seconds
    std::mutex mutex_;
    ExperimentProgress progress_;
};

/// Runs tasks 0 .. count-1 on `jobs` threads. Which thread takes which task does not matter to any result.
template <class Work>
void run_on_threads(int jobs, std::size_t count, const Work& task) {
    std::atomic<std::size_t> next = 0;
    const auto work = [&] {
        for (std::size_t i = next++; i < count; i = next++) {
            task(i);
        }
    };
    std::vector<std::jthread> threads;
    for (std::size_t i = 1; i < std::min(count, static_cast<std::size_t>(std::max(1, jobs))); ++i) {
        threads.emplace_back(work);
    }
    work();
}

} // namespace

RunResult run_experiment(const Scenario& scenario, const ExperimentOptions& options) {
    const std::size_t planes = scenario.planes.size();
    const auto replications = static_cast<std::size_t>(std::max(1, scenario.replications));
    const Duration each_plane = scenario.duration * static_cast<std::int64_t>(replications) +
                                (scenario.warmup ? Duration{} : pilot_length(scenario));
    ProgressMeter meter(options, static_cast<int>(planes * replications),
                        each_plane * static_cast<std::int64_t>(planes));

    // The first replication of every plane comes first: who stops early has something to compare. Whoever is
    // first at a plane runs its pilot.
    std::vector<Warmup> warmups(planes);
    std::vector<std::once_flag> pilots(planes);
    std::vector<std::optional<ReplicationResult>> results(planes * replications);
    run_on_threads(options.jobs, results.size(), [&](std::size_t i) {
        const std::size_t p = i % planes;
        const DataPlane& plane = scenario.planes[p];
        std::call_once(pilots[p], [&] {
            warmups[p] = scenario.warmup
                             ? Warmup{*scenario.warmup}
                             : detect_warmup(scenario, plane, options.stop, meter.of(plane.title));
        });
        if (options.stop.stop_requested()) {
            return;
        }
        const RunProgress progress = meter.of(plane.title);
        ReplicationResult result = replicate(scenario, plane, static_cast<int>(i / planes), warmups[p].length,
                                             options.stop, progress);
        meter.run_done();
        if (progress) {
            progress(result.simulated, result.events);
        }
        results[i] = std::move(result);
    });

    RunResult run;
    run.scenario = scenario;
    for (std::size_t p = 0; p < planes; ++p) {
        std::vector<ReplicationResult> finished;
        for (std::size_t r = 0; r < replications; ++r) {
            if (auto& result = results[r * planes + p]) {
                run.partial = run.partial || result->partial;
                finished.push_back(std::move(*result));
            } else {
                run.partial = true;
            }
        }
        if (!finished.empty()) {
            run.planes.push_back(summarise(scenario, scenario.planes[p], warmups[p], std::move(finished)));
        }
    }
    run.thresholds = judge(scenario, run.planes);
    run.assumptions = list_assumptions(scenario);
    return run;
}

} // namespace meshcast
