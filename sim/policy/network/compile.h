#pragma once

#include "sim/model/admin_network_policy.h"
#include "sim/policy/network/network_rule.h"

namespace meshcast {

/// Each system's objects in the one form of network_rule.h. What comes back points into the policy.

CompiledNetworkPolicy compile(const NetworkPolicy& policy, const NetworkPods& pods);
CompiledNetworkPolicy compile(const AdminNetworkPolicy& policy, const NetworkPods& pods);
CompiledNetworkPolicy compile(const CiliumPolicy& policy, const NetworkPods& pods);

} // namespace meshcast
