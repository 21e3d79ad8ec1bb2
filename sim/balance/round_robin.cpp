#include "sim/balance/round_robin.h"

#include <utility>

namespace meshcast {

void RoundRobin::assign(HostGroup group, Time now) {
    if (WeightedTurns::needed(group, settings_->slow_start, now)) {
        turns_ = std::make_unique<WeightedTurns>(std::move(group), *settings_, 0.0);
    } else {
        turns_.reset();
        members_ = std::move(group.members);
    }
}

std::size_t RoundRobin::pick(std::span<const Candidate> candidates, const PickContext& /*context*/,
                             RandomStream& random, Time now) {
    if (turns_ != nullptr) {
        return turns_->pick(candidates, random, now);
    }
    if (!started_) {
        started_ = true;
        next_ = random.below(members_.size());
    }
    const std::size_t chosen = next_ % members_.size();
    next_ = chosen + 1;
    return members_[chosen];
}

} // namespace meshcast
