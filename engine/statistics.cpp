#include "engine/statistics.h"

#include <boost/math/distributions/students_t.hpp>

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>

namespace meshcast {

namespace {

constexpr std::size_t kMserBatch = 5;

double mean_of(std::span<const double> values) {
    double sum = 0;
    for (const double value : values) {
        sum += value;
    }
    return values.empty() ? 0 : sum / static_cast<double>(values.size());
}

std::vector<double> means_of_batches(std::span<const double> values, std::size_t size) {
    std::vector<double> means;
    means.reserve(values.size() / size);
    for (; values.size() >= size; values = values.subspan(size)) {
        means.push_back(mean_of(values.first(size)));
    }
    return means;
}

} // namespace

Interval student_t_interval(std::span<const double> observations, double confidence) {
    assert(confidence > 0 && confidence < 1);
    const double mean = mean_of(observations);
    if (observations.size() < 2) {
        return {mean, std::numeric_limits<double>::infinity()};
    }
    double squares = 0;
    for (const double observation : observations) {
        squares += (observation - mean) * (observation - mean);
    }
    const auto n = static_cast<double>(observations.size());
    const boost::math::students_t t(n - 1);
    return {mean, boost::math::quantile(t, 0.5 + confidence / 2) * std::sqrt(squares / (n - 1) / n)};
}

Interval batch_means(std::span<const double> observations, std::size_t batches, double confidence) {
    assert(batches > 0);
    const std::size_t size = observations.size() / batches;
    if (size == 0) {
        return {mean_of(observations), std::numeric_limits<double>::infinity()};
    }
    return student_t_interval(means_of_batches(observations.last(size * batches), size), confidence);
}

Interval paired_difference(std::span<const double> a, std::span<const double> b, double confidence) {
    assert(a.size() == b.size());
    std::vector<double> differences(std::min(a.size(), b.size()));
    for (std::size_t i = 0; i < differences.size(); ++i) {
        differences[i] = a[i] - b[i];
    }
    return student_t_interval(differences, confidence);
}

std::size_t mser5_truncation(std::span<const double> observations) {
    const std::vector<double> means = means_of_batches(observations, kMserBatch);
    // Leaving out d of the n batch means Z gives the statistic sum over i >= d of (Z_i - mean of these)^2 /
    // (n - d)^2. From the end, the mean and the sum of squares grow by one observation at a time (Welford).
    std::size_t best = 0;
    double smallest = std::numeric_limits<double>::infinity();
    double mean = 0;
    double squares = 0;
    for (std::size_t d = means.size(); d-- > 0;) {
        const auto kept = static_cast<double>(means.size() - d);
        const double difference = means[d] - mean;
        mean += difference / kept;
        squares += difference * (means[d] - mean);
        const double statistic = squares / (kept * kept);
        if (d <= means.size() / 2 && statistic <= smallest) {
            smallest = statistic;
            best = d;
        }
    }
    return best * kMserBatch;
}

void TimeWeighted::set(Time now, double value) {
    assert(now >= since_);
    integral_ = integral(now);
    since_ = now;
    value_ = value;
    max_ = std::max(max_, value);
}

double TimeWeighted::mean(Time now) const {
    return now > start_ ? integral(now) / to_seconds(now - start_) : value_;
}

void TimeWeighted::restart(Time now) {
    *this = TimeWeighted(now, value_);
}

WindowedSeries::WindowedSeries(Duration window) : window_(window) {
    assert(window > Duration::zero());
}

void WindowedSeries::add(Time at, double value) {
    const auto index = static_cast<std::size_t>(std::max(at - kStart, Duration::zero()) / window_);
    if (index >= windows_.size()) {
        windows_.resize(index + 1);
    }
    Window& window = windows_[index];
    window.max = window.count == 0 ? value : std::max(window.max, value);
    window.sum += value;
    ++window.count;
}

} // namespace meshcast
