#include "sim/balance/peak_ewma.h"

#include "engine/portable_math.h"

#include <utility>

namespace meshcast {

PeakEwma::PeakEwma(const BalancerSettings& settings)
    : decay_(to_seconds(settings.ewma_decay)), default_rtt_(to_seconds(settings.ewma_default_rtt)) {}

void PeakEwma::assign(HostGroup group, Time now) {
    members_ = std::move(group.members);
    estimates_.resize(group.candidates, Estimate{default_rtt_, now});
}

std::size_t PeakEwma::pick(std::span<const Candidate> candidates, const PickContext& /*context*/,
                           RandomStream& random, Time now) {
    if (members_.size() == 1) {
        return members_[0];
    }
    const std::size_t first = random.below(members_.size());
    std::size_t second = random.below(members_.size() - 1);
    if (second >= first) {
        ++second;
    }
    const std::size_t a = members_[first];
    const std::size_t b = members_[second];
    return cost(b, candidates[b].active_requests, now) < cost(a, candidates[a].active_requests, now) ? b : a;
}

void PeakEwma::finished(std::size_t candidate, Duration latency, bool /*success*/, Time now) {
    if (candidate < estimates_.size()) { // else another group's, which has grown since
        update(estimates_[candidate], to_seconds(latency), now);
    }
}

double PeakEwma::cost(std::size_t candidate, std::uint32_t active_requests, Time now) {
    Estimate& estimate = estimates_[candidate];
    update(estimate, 0.0, now);
    return estimate.rtt * (static_cast<double>(active_requests) + 1.0);
}

void PeakEwma::update(Estimate& estimate, double rtt, Time now) const {
    if (rtt > estimate.rtt) {
        estimate.rtt = rtt;
    } else if (now > estimate.updated) {
        const double weight = portable_exp(-to_seconds(now - estimate.updated) / decay_);
        estimate.rtt = estimate.rtt * weight + rtt * (1.0 - weight);
    }
    estimate.updated = now;
}

} // namespace meshcast
