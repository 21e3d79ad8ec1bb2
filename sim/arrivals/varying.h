#pragma once

#include "sim/arrivals/arrivals.h"
#include "sim/model/rate_curve.h"

namespace meshcast {

/// A Poisson process of varying rate, exactly, by inversion: the n-th arrival comes when the n-th of a
/// Poisson process of rate 1 is expected (Cinlar, "Introduction to Stochastic Processes", 1975, section 4.7).
/// Or without chance: when n are expected.
class VaryingArrivals final : public ArrivalProcess {
  public:
    enum class Gaps : std::uint8_t { Exponential, Even };

    explicit VaryingArrivals(RateCurve curve, Gaps gaps = Gaps::Exponential);

    std::optional<Arrival> next(RandomStream& random) override;

  private:
    RateCurve curve_;
    Gaps gaps_;
    double expected_ = 0;
};

} // namespace meshcast
