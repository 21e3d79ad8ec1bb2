#include "sim/arrivals/modulated.h"

#include <algorithm>
#include <cassert>
#include <utility>

namespace meshcast {

ModulatedArrivals::ModulatedArrivals(std::vector<Phase> phases, Lengths lengths)
    : phases_(std::move(phases)), lengths_(lengths) {
    assert(std::ranges::any_of(
               phases_,
               [](const Phase& phase) { return phase.per_second > 0 && phase.mean > Duration::zero(); }) &&
           "there must be arrivals");
}

void ModulatedArrivals::enter(std::size_t phase, RandomStream& random) {
    phase_ = phase;
    const Duration mean = phases_[phase].mean;
    phase_end_ = later(at_, lengths_ == Lengths::Fixed ? mean : random.exponential(mean));
}

/// A gap that would end after the phase is thrown away: what is left of it at the phase's end is exponential
/// again, at the next phase's rate.
std::optional<Arrival> ModulatedArrivals::next(RandomStream& random) {
    if (!started_) {
        started_ = true;
        enter(0, random);
    }
    while (true) {
        const double per_second = phases_[phase_].per_second;
        if (per_second > 0) {
            const Duration gap = random.exponential(from_seconds(1.0 / per_second));
            if (gap < phase_end_ - at_) {
                at_ += gap;
                return Arrival{at_};
            }
        }
        at_ = phase_end_;
        enter((phase_ + 1) % phases_.size(), random);
    }
}

double ModulatedArrivals::mean_rate() const {
    double arrivals = 0;
    double seconds = 0;
    for (const Phase& phase : phases_) {
        arrivals += phase.per_second * to_seconds(phase.mean);
        seconds += to_seconds(phase.mean);
    }
    return arrivals / seconds;
}

} // namespace meshcast
