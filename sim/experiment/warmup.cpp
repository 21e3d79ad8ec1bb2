#include "sim/experiment/warmup.h"

#include "engine/statistics.h"
#include "sim/experiment/run.h"

#include <algorithm>
#include <limits>
#include <vector>

namespace meshcast {

namespace {

constexpr std::uint64_t kPilot = std::numeric_limits<std::uint64_t>::max(); // no replication has this number
constexpr int kWindows = 200;
constexpr std::uint64_t kLookInterval = 1 << 14; // events

} // namespace

Duration pilot_length(const Scenario& scenario) {
    Duration length = scenario.duration / 2;
    for (const TimedFault& fault : scenario.faults) { // what changes on purpose is no warm-up
        length = std::min(length, fault.at);
    }
    for (const ConfigurationChange& change : scenario.changes) {
        length = std::min(length, change.at);
    }
    return length;
}

Warmup detect_warmup(const Scenario& scenario, const DataPlane& plane, std::stop_token stop,
                     const RunProgress& progress) {
    const Duration length = pilot_length(scenario);
    const Duration window = std::max(length / kWindows, Duration(1));
    Run pilot(scenario, plane, kPilot, kForever);
    pilot.recorder().collect_series(window);
    pilot.simulation().set_observer(kLookInterval, [&](const Simulation& now) {
        if (progress) {
            progress(now.now() - kStart, now.events());
        }
        return !stop.stop_requested();
    });
    pilot.simulation().run_until(kStart + length);

    std::vector<double> means;
    std::vector<std::size_t> window_of;
    const auto& windows = pilot.recorder().series()->windows();
    for (std::size_t i = 0; i < windows.size(); ++i) {
        if (windows[i].count > 0) {
            means.push_back(windows[i].mean());
            window_of.push_back(i);
        }
    }
    if (means.empty()) {
        return {};
    }
    const std::size_t cut = mser5_truncation(means);
    if (cut == 0) {
        return {};
    }
    // MSER-5 never cuts more than half: a cut near there means that the series still moves.
    const bool settled = cut < means.size() * 9 / 20;
    return {.length = window * static_cast<std::int64_t>(window_of[std::min(cut, means.size() - 1)]),
            .settled = settled};
}

} // namespace meshcast
