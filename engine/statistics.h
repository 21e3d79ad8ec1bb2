#pragma once

#include "engine/time.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace meshcast {

/// A mean and its confidence interval, mean -/+ half_width.
struct Interval {
    double mean = 0;
    double half_width = 0; ///< infinite when there are too few observations to tell

    double low() const { return mean - half_width; }

    double high() const { return mean + half_width; }
};

/// For independent observations, e.g. one a replication: mean -/+ t(n - 1) s / sqrt(n).
Interval student_t_interval(std::span<const double> observations, double confidence = 0.95);

/// For one long run of correlated observations: the interval over the means of `batches` equal batches. What
/// does not fill a batch is left out at the front.
Interval batch_means(std::span<const double> observations, std::size_t batches, double confidence = 0.95);

/// Of a[i] - b[i], for two designs run on common random numbers. Both of the same length.
Interval paired_difference(std::span<const double> a, std::span<const double> b, double confidence = 0.95);

/// Warm-up detection: how many observations to leave out at the front so that the half-width of the rest's
/// mean is smallest, in whole batches of five, at most half of the run. MSER-5: White, "An effective
/// truncation heuristic for bias reduction in simulation output", Simulation 69(6), 1997; Franklin and White,
/// "Stationarity tests and MSER-5", WSC 2008.
std::size_t mser5_truncation(std::span<const double> observations);

/// A value that changes in steps, averaged over time: queue lengths, replicas, memory.
class TimeWeighted {
  public:
    explicit TimeWeighted(Time start = kStart, double value = 0)
        : since_(start), start_(start), value_(value), max_(value) {}

    /// Times must not go back.
    void set(Time now, double value);

    double value() const { return value_; }

    double max() const { return max_; }

    /// Value times seconds since the start.
    double integral(Time now) const { return integral_ + value_ * to_seconds(now - since_); }

    /// Over the time since the start; the value itself when no time has passed.
    double mean(Time now) const;

    /// Forgets what was, keeps the value: for the end of a warm-up.
    void restart(Time now);

  private:
    Time since_;
    Time start_;
    double value_;
    double max_;
    double integral_ = 0;
};

/// Observations collected into windows of fixed length that start at kStart: requests per second, errors per
/// second. Memory is that of all windows up to the latest.
class WindowedSeries {
  public:
    struct Window {
        std::uint64_t count = 0;
        double sum = 0;
        double max = 0; ///< 0 when empty

        double mean() const { return count == 0 ? 0 : sum / static_cast<double>(count); }

        friend bool operator==(const Window&, const Window&) = default;
    };

    explicit WindowedSeries(Duration window);

    /// Times before kStart count for the first window.
    void add(Time at, double value);

    Duration window() const { return window_; }

    const std::vector<Window>& windows() const { return windows_; }

  private:
    Duration window_;
    std::vector<Window> windows_;
};

} // namespace meshcast
