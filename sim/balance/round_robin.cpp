#include "sim/balance/round_robin.h"

namespace meshcast {

std::size_t RoundRobin::pick(std::span<const Candidate> candidates, RandomStream& random, Time /*now*/) {
    if (!started_) {
        started_ = true;
        next_ = random.below(candidates.size());
    }
    const std::size_t chosen = next_ % candidates.size();
    next_ = chosen + 1;
    return chosen;
}

} // namespace meshcast
