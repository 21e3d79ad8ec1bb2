#include "sim/arrivals/varying.h"

#include <utility>

namespace meshcast {

VaryingArrivals::VaryingArrivals(RateCurve curve, Gaps gaps) : curve_(std::move(curve)), gaps_(gaps) {}

std::optional<Arrival> VaryingArrivals::next(RandomStream& random) {
    expected_ += gaps_ == Gaps::Even ? 1.0 : random.standard_exponential();
    const std::optional<Duration> at = curve_.when_expected(expected_);
    return at ? std::optional(Arrival{*at}) : std::nullopt;
}

} // namespace meshcast
