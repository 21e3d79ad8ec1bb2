#include "sim/balance/peak_ewma.h"

#include "engine/portable_math.h"

#include <cmath>

namespace meshcast {

namespace {

constexpr double kDefaultRtt = 0.030; // seconds
constexpr double kDecay = 10.0;       // seconds

} // namespace

PeakEwma::PeakEwma(std::size_t candidates) : estimates_(candidates, Estimate{kDefaultRtt, kStart}) {}

std::size_t PeakEwma::pick(std::span<const Candidate> candidates, RandomStream& random, Time now) {
    if (candidates.size() == 1) {
        return 0;
    }
    // Two distinct endpoints, as tower's P2C draws them.
    const std::size_t first = random.below(candidates.size());
    std::size_t second = random.below(candidates.size() - 1);
    if (second >= first) {
        ++second;
    }
    return cost(second, candidates[second], now) < cost(first, candidates[first], now) ? second : first;
}

void PeakEwma::finished(std::size_t candidate, Duration latency, bool /*success*/, Time now) {
    Estimate& estimate = estimates_[candidate];
    const double rtt = to_seconds(latency);
    if (rtt > estimate.rtt) {
        estimate.rtt = rtt;
    } else {
        const double weight = portable_exp(-to_seconds(now - estimate.updated) / kDecay);
        estimate.rtt = estimate.rtt * weight + rtt * (1.0 - weight);
    }
    estimate.updated = now;
}

double PeakEwma::cost(std::size_t index, const Candidate& candidate, Time now) const {
    const Estimate& estimate = estimates_[index];
    const double decayed = estimate.rtt * portable_exp(-to_seconds(now - estimate.updated) / kDecay);
    return decayed * (static_cast<double>(candidate.active_requests) + 1.0);
}

} // namespace meshcast
