#pragma once

#include "sim/model/admin_network_policy.h"
#include "sim/model/authorization_policy.h"
#include "sim/model/cilium_policy.h"
#include "sim/model/exposure.h"
#include "sim/model/injection.h"
#include "sim/model/linkerd_policy.h"
#include "sim/model/mesh_config.h"
#include "sim/model/network_policy.h"
#include "sim/model/peer_authentication.h"
#include "sim/model/request_authentication.h"

#include <vector>

namespace meshcast {

/// What may talk to what, and how it must be encrypted, as declared; each list in the order read. Decisions
/// are in sim/policy.
struct Security {
    MeshConfig mesh;
    InjectionSettings injection;
    std::vector<PeerAuthentication> peer_authentications;
    std::vector<AuthorizationPolicy> authorization_policies;
    std::vector<RequestAuthentication> request_authentications;
    linkerd::Policies linkerd_policies;
    std::vector<NetworkPolicy> network_policies;
    std::vector<AdminNetworkPolicy> admin_network_policies;
    std::vector<CiliumPolicy> cilium_policies;
    std::vector<Exposure> exposures;

    /// Nobody declared a policy.
    bool empty() const {
        return peer_authentications.empty() && authorization_policies.empty() &&
               request_authentications.empty() && linkerd_policies.servers.empty() &&
               network_policies.empty() && admin_network_policies.empty() && cilium_policies.empty();
    }
};

} // namespace meshcast
