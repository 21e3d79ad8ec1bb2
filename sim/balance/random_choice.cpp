#include "sim/balance/random_choice.h"

namespace meshcast {

std::size_t RandomChoice::pick(std::span<const Candidate> candidates, RandomStream& random, Time /*now*/) {
    return random.below(candidates.size());
}

} // namespace meshcast
