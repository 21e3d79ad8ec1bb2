#include "sim/experiment/experiment.h"

#include "sim/experiment/differences.h"
#include "sim/experiment/doubts.h"
#include "sim/experiment/progress_meter.h"
#include "sim/experiment/remarks.h"
#include "sim/experiment/replicate.h"
#include "sim/experiment/rounds.h"
#include "sim/experiment/summary.h"
#include "sim/experiment/verdict.h"
#include "sim/experiment/warmup.h"

#include <algorithm>
#include <atomic>
#include <thread>

namespace meshcast {

namespace {

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

/// One plane on its way through the rounds.
struct PlaneRuns {
    const DataPlane* plane;
    Warmup warmup;
    std::vector<ReplicationResult> replications;
    std::vector<ThresholdVerdict> verdicts;
    bool decided = false;
};

class Experiment {
  public:
    Experiment(const Scenario& scenario, const ExperimentOptions& options)
        : scenario_(scenario), options_(options), directory_(scenario.topology), meter_(options.progress) {
        for (const DataPlane& plane : scenario.planes) {
            planes_.push_back({&plane, {}, {}, {}, false});
        }
    }

    RunResult run() {
        const std::vector<int> rounds = options_.only ? std::vector{1} : replication_rounds(scenario_);
        const int first = options_.only.value_or(0);
        meter_.expect(planes_.size() * static_cast<std::size_t>(rounds.front()),
                      length_of(rounds.front()) * static_cast<std::int64_t>(planes_.size()));
        settle_warmups();
        int done = 0;
        for (const int count : rounds) {
            if (done > 0) {
                expect_more(count - done);
            }
            replicate_undecided(first + done, first + count);
            done = count;
            judge_all(confidence_of_a_look(rounds));
            if (options_.stop.stop_requested() || std::ranges::all_of(planes_, &PlaneRuns::decided)) {
                break;
            }
        }
        return result();
    }

  private:
    Duration length_of(int replications) const {
        return scenario_.duration * static_cast<std::int64_t>(replications) +
               (scenario_.warmup ? Duration{} : pilot_length(scenario_));
    }

    void expect_more(int replications) {
        const auto undecided =
            planes_.size() - static_cast<std::size_t>(std::ranges::count_if(planes_, &PlaneRuns::decided));
        meter_.expect(undecided * static_cast<std::size_t>(replications),
                      scenario_.duration * static_cast<std::int64_t>(undecided) * replications);
    }

    /// The longest warm-up holds for all: replications are pairs only when they measure the same requests.
    void settle_warmups() {
        if (scenario_.warmup) {
            for (PlaneRuns& runs : planes_) {
                runs.warmup.length = *scenario_.warmup;
            }
            return;
        }
        run_on_threads(options_.jobs, planes_.size(), [&](std::size_t p) {
            const DataPlane& plane = *planes_[p].plane;
            planes_[p].warmup = detect_warmup(scenario_, plane, options_.stop, meter_.of(plane.title));
        });
        Duration longest{};
        for (const PlaneRuns& runs : planes_) {
            longest = std::max(longest, runs.warmup.length);
        }
        for (PlaneRuns& runs : planes_) {
            runs.warmup.length = longest;
        }
    }

    /// Replications from .. to-1 of every plane that is undecided. The first of every plane comes first: who
    /// stops early has something to compare.
    void replicate_undecided(int from, int to) {
        std::vector<PlaneRuns*> undecided;
        for (PlaneRuns& runs : planes_) {
            if (!runs.decided) {
                undecided.push_back(&runs);
            }
        }
        std::vector<std::optional<ReplicationResult>> results(undecided.size() *
                                                              static_cast<std::size_t>(to - from));
        run_on_threads(options_.jobs, results.size(), [&](std::size_t i) {
            if (options_.stop.stop_requested()) {
                return;
            }
            const PlaneRuns& runs = *undecided[i % undecided.size()];
            const RunProgress progress = meter_.of(runs.plane->title);
            const int number = from + static_cast<int>(i / undecided.size());
            ReplicationResult result =
                replicate(scenario_, *runs.plane, number, runs.warmup.length, options_.stop, progress);
            meter_.run_done();
            if (progress) {
                progress(result.simulated, result.events);
            }
            results[i] = std::move(result);
        });
        for (std::size_t i = 0; i < results.size(); ++i) {
            stopped_ = stopped_ || !results[i] || results[i]->partial;
            if (results[i]) {
                undecided[i % undecided.size()]->replications.push_back(std::move(*results[i]));
            }
        }
    }

    void judge_all(double confidence) {
        for (PlaneRuns& runs : planes_) {
            if (runs.decided || runs.replications.empty()) {
                continue;
            }
            runs.verdicts.clear();
            for (const Threshold& threshold : scenario_.thresholds) {
                runs.verdicts.push_back(
                    judge(threshold, directory_, *runs.plane, runs.replications, confidence));
            }
            runs.decided = std::ranges::find(runs.verdicts, VerdictState::Undecided,
                                             &ThresholdVerdict::state) == runs.verdicts.end();
        }
    }

    RunResult result() {
        RunResult run;
        run.scenario = scenario_;
        run.partial = stopped_;
        for (PlaneRuns& runs : planes_) {
            if (runs.replications.empty()) {
                continue;
            }
            PlaneResult plane = summarise(scenario_, *runs.plane, runs.warmup, std::move(runs.replications));
            if (!run.planes.empty()) {
                plane.added = difference(run.planes.front().replications, plane.replications);
            }
            if (plane.replications.size() > 1) { // or it has a doubt already
                std::ranges::move(find_undecided(runs.verdicts), std::back_inserter(plane.doubts));
            }
            std::ranges::move(runs.verdicts, std::back_inserter(run.thresholds));
            run.planes.push_back(std::move(plane));
        }
        run.assumptions = list_assumptions(scenario_);
        return run;
    }

    const Scenario& scenario_;
    const ExperimentOptions& options_;
    Directory directory_;
    ProgressMeter meter_;
    std::vector<PlaneRuns> planes_;
    bool stopped_ = false;
};

} // namespace

RunResult run_experiment(const Scenario& scenario, const ExperimentOptions& options) {
    return Experiment(scenario, options).run();
}

} // namespace meshcast
