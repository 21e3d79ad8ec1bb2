#include "sim/arrivals/replay.h"

namespace meshcast {

std::optional<Arrival> ReplayedArrivals::next(RandomStream& /*random*/) {
    return next_ < arrivals_.size() ? std::optional(arrivals_[next_++]) : std::nullopt;
}

} // namespace meshcast
