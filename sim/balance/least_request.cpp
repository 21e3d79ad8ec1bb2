#include "sim/balance/least_request.h"

namespace meshcast {

std::size_t LeastRequest::pick(std::span<const Candidate> candidates, RandomStream& random, Time /*now*/) {
    const std::size_t first = random.below(candidates.size());
    const std::size_t second = random.below(candidates.size());
    return candidates[second].active_requests < candidates[first].active_requests ? second : first;
}

} // namespace meshcast
