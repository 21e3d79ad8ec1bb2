#include "sim/experiment/progress_meter.h"

#include <algorithm>

namespace meshcast {

void ProgressMeter::expect(std::size_t runs, Duration simulated) {
    const std::lock_guard lock(mutex_);
    progress_.runs_total += static_cast<int>(runs);
    total_ += to_seconds(simulated);
}

RunProgress ProgressMeter::of(const std::string& plane) {
    if (!tell_) {
        return {};
    }
    return [this, &plane, before = Duration{},
            events_before = std::uint64_t{0}](Duration simulated, std::uint64_t events) mutable {
        advance(plane, simulated - before, events - events_before);
        before = simulated;
        events_before = events;
    };
}

void ProgressMeter::run_done() {
    const std::lock_guard lock(mutex_);
    ++progress_.runs_done;
}

void ProgressMeter::advance(const std::string& plane, Duration simulated, std::uint64_t events) {
    const std::lock_guard lock(mutex_);
    progress_.plane = plane;
    progress_.simulated += simulated;
    progress_.events += events;
    progress_.done_fraction = total_ > 0 ? std::min(1.0, to_seconds(progress_.simulated) / total_) : 1.0;
    tell_(progress_);
}

} // namespace meshcast
