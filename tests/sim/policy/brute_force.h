#pragma once

#include "sim/model/security.h"
#include "sim/policy/network/connection.h"

namespace meshcast::test {

/// Whether NetworkPolicies, AdminNetworkPolicies and the baseline allow a connection, asked the slow way:
/// each question goes through all the declared objects, word by word as the documents of Kubernetes have it,
/// and shares no code with sim/policy.
bool brute_force_allows(const Topology& topology, const Security& security,
                        const NetworkConnection& connection);

} // namespace meshcast::test
