#pragma once

#include "sim/balance/settings.h"
#include "sim/model/routing.h"
#include "sim/model/traffic.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace meshcast {

/// What a DestinationRule's consistentHash sets of a hashing balancer.
BalancerSettings hashing_settings(const ConsistentHash& hash);

/// Why Envoy would refuse it; empty if it would not.
std::string_view fault_in(const ConsistentHash& hash);

/// A sentence for each DestinationRule that hashes what no request brings, because no traffic says whose its
/// requests are.
std::vector<std::string> rules_without_a_key(const Routing& routing, std::span<const Traffic> traffic);

} // namespace meshcast
