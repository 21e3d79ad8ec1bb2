#pragma once

#include "sim/arrivals/arrivals.h"

#include <optional>
#include <vector>

namespace meshcast {

/// A rate that varies with time, given by points: held until the next point (steps), or a straight line to it
/// (ramps). After the last point it holds, or starts again.
class RateCurve {
  public:
    struct Point {
        Duration at{};
        double per_second = 0; // not negative
    };

    enum class Between : std::uint8_t { Hold, Line };
    enum class After : std::uint8_t {
        Hold,   // the last rate for ever
        Repeat, // from the first point, which is at 0; the last point's time is the period
        Stop,   // no arrivals
    };

    /// At least one point, by time; before the first the rate is the first one's.
    RateCurve(std::vector<Point> points, Between between, After after = After::Hold);

    /// Between low and high like a cosine, lowest at 0; straight lines between 96 points a period.
    static RateCurve diurnal(double low, double high, Duration period);

    double rate_at(Duration at) const;

    /// Expected arrivals from 0 to `at`: the integral of the rate.
    double expected(Duration at) const;

    /// When that many are expected; nullopt: never.
    std::optional<Duration> when_expected(double arrivals) const;

  private:
    struct Segment {
        double start; // seconds
        double rate;
        double slope;  // per second squared
        double before; // arrivals expected before it
    };

    double length() const { return segments_.back().start; } // of a period

    double expected_within(double seconds) const;

    std::vector<Segment> segments_; // the last is what holds after the last point
    After after_;
};

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
