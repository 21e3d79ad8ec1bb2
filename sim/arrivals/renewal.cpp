#include "sim/arrivals/renewal.h"

namespace meshcast {

std::optional<Arrival> PoissonArrivals::next(RandomStream& random) {
    at_ = later(at_, random.exponential(mean_gap_));
    return Arrival{at_};
}

std::optional<Arrival> EvenArrivals::next(RandomStream& random) {
    const Duration due = from_seconds(static_cast<double>(count_++) / per_second_);
    Duration wait = due - at_;
    if (jitter_ > 0 && wait > Duration::zero()) {
        wait += from_seconds(to_seconds(wait) * jitter_ * (2 * random.uniform() - 1));
    }
    at_ += wait > Duration::zero() ? wait : Duration::zero();
    return Arrival{at_};
}

} // namespace meshcast
