#include "sim/balance/least_request.h"

#include <utility>

namespace meshcast {

void LeastRequest::assign(HostGroup group, Time now) {
    if (WeightedTurns::needed(group, settings_->slow_start, now)) {
        turns_ =
            std::make_unique<WeightedTurns>(std::move(group), *settings_, settings_->active_request_bias);
    } else {
        turns_.reset();
        members_ = std::move(group.members);
    }
}

std::size_t LeastRequest::pick(std::span<const Candidate> candidates, const PickContext& /*context*/,
                               RandomStream& random, Time now) {
    if (turns_ != nullptr) {
        return turns_->pick(candidates, random, now);
    }
    const std::size_t size = members_.size();
    std::size_t chosen = members_[random.below(size)];
    for (std::uint32_t choice = 1; choice < choices_; ++choice) {
        const std::size_t other = members_[random.below(size)];
        if (candidates[other].active_requests < candidates[chosen].active_requests) {
            chosen = other;
        }
    }
    return chosen;
}

} // namespace meshcast
