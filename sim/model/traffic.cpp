#include "sim/model/traffic.h"

#include <algorithm>

namespace meshcast {

namespace {

double mean_rate(const RatePhases& phases) {
    double requests = 0;
    double seconds = 0;
    for (const RatePhases::Phase& phase : phases.phases) {
        requests += phase.rate.per_second * to_seconds(phase.mean);
        seconds += to_seconds(phase.mean);
    }
    return requests / seconds;
}

double recorded_before(const Recording& recording, Duration end) {
    const auto after = std::ranges::lower_bound(recording.requests, end, {}, &Recording::Request::at);
    return static_cast<double>(after - recording.requests.begin());
}

/// Expected requests of each pattern.
struct Expected {
    const Traffic& traffic;
    Duration run;

    double operator()(const Steady&) const { return traffic.rate.per_second * to_seconds(run); }

    double operator()(const RateCurve& curve) const { return curve.expected(run); }

    double operator()(const RatePhases& phases) const { return mean_rate(phases) * to_seconds(run); }

    double operator()(const Recording& recording) const { return recorded_before(recording, run); }
};

} // namespace

bool paced_by_connections(const Traffic& traffic) {
    return traffic.steady() && traffic.arrival != ArrivalKind::Poisson;
}

bool knows_its_users(const Traffic& traffic) {
    return traffic.sessions > 0 || traffic.arrival == ArrivalKind::Closed;
}

double expected_requests(const Traffic& traffic, Duration run) {
    return traffic.arrival == ArrivalKind::Closed ? 0 : std::visit(Expected{traffic, run}, traffic.pattern);
}

std::pair<Rate, Rate> rate_extremes(const Traffic& traffic, Duration run) {
    if (const auto* curve = std::get_if<RateCurve>(&traffic.pattern)) {
        const auto [low, high] = curve->extremes(run);
        return {{low}, {high}};
    }
    if (const auto* phases = std::get_if<RatePhases>(&traffic.pattern)) {
        const auto [low, high] = std::ranges::minmax(phases->phases, {}, &RatePhases::Phase::rate);
        return {low.rate, high.rate};
    }
    const Rate mean{run > Duration::zero() ? expected_requests(traffic, run) / to_seconds(run) : 0};
    return {mean, mean};
}

void scale_rate(Traffic& traffic, double factor) {
    traffic.rate.per_second *= factor;
    if (auto* curve = std::get_if<RateCurve>(&traffic.pattern)) {
        *curve = curve->times(factor);
    } else if (auto* phases = std::get_if<RatePhases>(&traffic.pattern)) {
        for (RatePhases::Phase& phase : phases->phases) {
            phase.rate.per_second *= factor;
        }
    }
}

} // namespace meshcast
