#include "sim/model/rate_curve.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <utility>

namespace meshcast {

RateCurve::RateCurve(std::vector<Point> points, Between between, After after) : after_(after) {
    assert(!points.empty() && "a curve needs a point");
    if (points.front().at > Duration::zero()) {
        points.insert(points.begin(), {Duration::zero(), points.front().per_second});
    }
    double before = 0;
    for (std::size_t i = 0; i < points.size(); ++i) {
        const double start = to_seconds(points[i].at);
        const double rate = points[i].per_second;
        if (i + 1 == points.size()) {
            segments_.push_back({start, after == After::Stop ? 0.0 : rate, 0.0, before});
            break;
        }
        const double length = to_seconds(points[i + 1].at) - start;
        if (length <= 0) {
            continue; // a jump
        }
        const double slope = between == Between::Line ? (points[i + 1].per_second - rate) / length : 0.0;
        segments_.push_back({start, rate, slope, before});
        before += (rate + slope * length / 2) * length;
    }
}

RateCurve RateCurve::diurnal(double low, double high, Duration period) {
    constexpr int kPoints = 96;
    constexpr double kCos = 0.9978589232386035; // of 1/96 of a turn; ours, since std::cos differs by platform
    constexpr double kSin = 0.06540312923014306;
    std::vector<Point> points;
    double x = 1; // a point going round
    double y = 0;
    for (int i = 0; i <= kPoints; ++i) {
        const double cosine = i == kPoints ? 1.0 : x;
        points.push_back({from_seconds(to_seconds(period) * i / kPoints),
                          std::max(0.0, low + (high - low) * (1 - cosine) / 2)});
        const double turned = x * kCos - y * kSin;
        y = x * kSin + y * kCos;
        x = turned;
    }
    return {std::move(points), Between::Line, After::Repeat};
}

double RateCurve::rate_at(Duration at) const {
    double seconds = std::max(0.0, to_seconds(at));
    if (after_ == After::Repeat && length() > 0) {
        seconds -= std::floor(seconds / length()) * length();
    }
    const auto next = std::ranges::upper_bound(segments_, seconds, {}, &Segment::start);
    const Segment& segment = *std::prev(next);
    return segment.rate + segment.slope * (seconds - segment.start);
}

RateCurve RateCurve::times(double factor) const {
    RateCurve scaled = *this;
    for (Segment& segment : scaled.segments_) {
        segment.rate *= factor;
        segment.slope *= factor;
        segment.before *= factor;
    }
    return scaled;
}

std::pair<double, double> RateCurve::extremes(Duration end) const {
    const bool repeats = after_ == After::Repeat && length() > 0;
    const double seconds = repeats ? std::min(to_seconds(end), length()) : to_seconds(end);
    double low = segments_.front().rate;
    double high = low;
    for (std::size_t i = 0; i < segments_.size() && segments_[i].start < seconds; ++i) {
        const bool last = i + 1 == segments_.size();
        const double until = last ? seconds : std::min(seconds, segments_[i + 1].start);
        const double there = segments_[i].rate + segments_[i].slope * (until - segments_[i].start);
        low = std::min({low, segments_[i].rate, there});
        high = std::max({high, segments_[i].rate, there});
    }
    return {low, high};
}

double RateCurve::expected(Duration at) const {
    const double seconds = std::max(0.0, to_seconds(at));
    if (after_ != After::Repeat || length() <= 0) {
        return expected_within(seconds);
    }
    const double periods = std::floor(seconds / length());
    return periods * segments_.back().before + expected_within(seconds - periods * length());
}

double RateCurve::expected_within(double seconds) const {
    const auto next = std::ranges::upper_bound(segments_, seconds, {}, &Segment::start);
    const Segment& segment = *std::prev(next);
    const double elapsed = seconds - segment.start;
    return segment.before + (segment.rate + segment.slope * elapsed / 2) * elapsed;
}

std::optional<Duration> RateCurve::when_expected(double arrivals) const {
    double offset = 0;
    if (after_ == After::Repeat && length() > 0) {
        const double a_period = segments_.back().before;
        if (a_period <= 0) {
            return std::nullopt;
        }
        const double periods = std::floor(arrivals / a_period);
        arrivals -= periods * a_period;
        offset = periods * length();
    }
    // The last segment that begins with fewer; not one of rate 0 that begins with as many.
    const auto next = std::ranges::lower_bound(segments_, arrivals, {}, &Segment::before);
    if (next == segments_.begin()) {
        return from_seconds(offset);
    }
    const Segment& segment = *std::prev(next);
    const double missing = arrivals - segment.before;
    // missing = rate x + slope x^2 / 2, solved without cancellation.
    const double root = std::sqrt(std::max(0.0, segment.rate * segment.rate + 2 * segment.slope * missing));
    if (segment.rate + root <= 0) {
        return std::nullopt;
    }
    return from_seconds(offset + segment.start + 2 * missing / (segment.rate + root));
}

} // namespace meshcast
