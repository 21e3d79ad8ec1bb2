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
    ProgressMeter(const ExperimentOptions& options, int runs, Duration duration) : options_(options) {
        progress_.runs_total = runs;
        total_ = to_seconds(duration) * runs;
    }

    void advance(const std::string& plane, Duration simulated, std::uint64_t events) {
        if (!options_.progress) {
            return;
        }
        const std::lock_guard lock(mutex_);
        progress_.plane = plane;
        progress_.simulated += simulated;
        progress_.events += events;
        progress_.done_fraction = total_ > 0 ? std::min(1.0, to_seconds(progress_.simulated) / total_) : 1.0;
        options_.progress(progress_);
    }

    void run_done() {
        const std::lock_guard lock(mutex_);
        ++progress_.runs_done;
    }

  private:
    const ExperimentOptions& options_;
    double total_ = 0;
    std::mutex mutex_;
    ExperimentProgress progress_;
};

/// Runs tasks 0 .. count-1 on `jobs` threads. Which thread takes which task does not matter to any result.
template <class Task>
void run_on_threads(int jobs, std::size_t count, const Task& task) {
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
    ProgressMeter meter(options, static_cast<int>(planes * replications), scenario.duration);

    std::vector<Warmup> warmups(planes);
    if (scenario.warmup) {
        std::ranges::fill(warmups, Warmup{*scenario.warmup});
    } else {
        run_on_threads(options.jobs, planes,
                       [&](std::size_t i) { warmups[i] = detect_warmup(scenario, scenario.planes[i], options.stop); });
    }

    // All runs of all planes, by number, whoever simulates them.
    std::vector<std::optional<ReplicationResult>> results(planes * replications);
    run_on_threads(options.jobs, results.size(), [&](std::size_t i) {
        if (options.stop.stop_requested()) {
            return;
        }
        const DataPlane& plane = scenario.planes[i / replications];
        Duration simulated{};
        std::uint64_t events = 0;
        const auto report = [&](Duration now, std::uint64_t executed) {
            meter.advance(plane.title, now - simulated, executed - events);
            simulated = now;
            events = executed;
        };
        results[i] = replicate(scenario, plane, static_cast<int>(i % replications), warmups[i / replications].length,
                               options.stop, report);
        meter.run_done();
        report(results[i]->simulated, results[i]->events);
    });

    RunResult run;
    run.scenario = scenario;
    for (std::size_t p = 0; p < planes; ++p) {
        std::vector<ReplicationResult> finished;
        for (std::size_t r = 0; r < replications; ++r) {
            if (auto& result = results[p * replications + r]) {
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
