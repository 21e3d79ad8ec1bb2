#pragma once

#include <cstdint>
#include <vector>

namespace meshcast {

/// Which endpoints of a destination are in service, as far as the control plane has let it be known.
struct Membership {
    std::uint32_t version = 0; // counts changes
    std::vector<bool> absent;  // by endpoint; empty while all have been there from the beginning
};

} // namespace meshcast
