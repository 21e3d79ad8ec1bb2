#include "sim/balance/random_choice.h"

#include <utility>

namespace meshcast {

void RandomChoice::assign(HostGroup group, Time /*now*/) {
    members_ = std::move(group.members);
}

std::size_t RandomChoice::pick(std::span<const Candidate> /*candidates*/, const PickContext& /*context*/,
                               RandomStream& random, Time /*now*/) {
    return members_[random.below(members_.size())];
}

} // namespace meshcast
