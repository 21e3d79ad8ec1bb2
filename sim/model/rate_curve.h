#pragma once

#include "engine/time.h"

#include <cstdint>
#include <optional>
#include <utility>
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

    /// The same curve, each rate times that.
    RateCurve times(double factor) const;

    /// The lowest and the highest rate from 0 to `end`.
    std::pair<double, double> extremes(Duration end) const;

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

} // namespace meshcast
