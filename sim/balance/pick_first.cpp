#include "sim/balance/pick_first.h"

#include <utility>

namespace meshcast {

void PickFirst::assign(HostGroup group, Time /*now*/) {
    members_ = std::move(group.members);
    bool there = false;
    for (std::size_t i = 0; chosen_ && i < members_.size() && !there; ++i) {
        there = members_[i] == *chosen_;
    }
    if (!there) {
        chosen_.reset();
    }
}

std::size_t PickFirst::pick(std::span<const Candidate> /*candidates*/, const PickContext& /*context*/,
                            RandomStream& random, Time /*now*/) {
    if (!chosen_) {
        chosen_ = members_[random.below(members_.size())];
    }
    return *chosen_;
}

} // namespace meshcast
