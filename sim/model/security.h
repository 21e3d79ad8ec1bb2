#pragma once

#include "sim/model/mesh_config.h"
#include "sim/model/peer_authentication.h"

#include <vector>

namespace meshcast {

/// What may talk to what, and how it must be encrypted, as declared; each list in the order read. Decisions
/// are in sim/policy.
struct Security {
    MeshConfig mesh;
    std::vector<PeerAuthentication> peer_authentications;
};

} // namespace meshcast
