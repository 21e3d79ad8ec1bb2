#include "sim/arrivals/pace.h"

#include <algorithm>

namespace meshcast {

void Pace::multiply(Duration begin, Duration end, double factor) {
    const auto split = [&](Duration at) {
        const auto after = std::ranges::upper_bound(stretches_, at, {}, &Stretch::begin);
        if (after != stretches_.begin() && std::prev(after)->begin == at) {
            return std::prev(after) - stretches_.begin();
        }
        const double pace = after == stretches_.begin() ? 1.0 : std::prev(after)->pace;
        const auto place = after - stretches_.begin();
        stretches_.insert(after, {at, pace});
        return place;
    };
    const auto first = split(begin);
    const auto last = end == Duration::max() ? static_cast<std::ptrdiff_t>(stretches_.size()) : split(end);
    for (auto i = first; i < last; ++i) {
        stretches_[static_cast<std::size_t>(i)].pace *= factor;
    }
}

Duration Pace::real_time(Duration shown) const {
    Duration real{};  // begin of the current stretch,
    Duration clock{}; // what is shown then,
    double pace = 1;
    for (const Stretch& stretch : stretches_) {
        const Duration at_end = clock + from_seconds(to_seconds(stretch.begin - real) * pace);
        if (at_end > shown) {
            break;
        }
        real = stretch.begin;
        clock = at_end;
        pace = stretch.pace;
    }
    if (pace == 1) {
        return real + (shown - clock);
    }
    return pace > 0 ? real + from_seconds(to_seconds(shown - clock) / pace) : Duration::max();
}

} // namespace meshcast
