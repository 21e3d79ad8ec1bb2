#pragma once

#include "sim/balance/settings.h"
#include "sim/model/destination_policy.h"

#include <string_view>

namespace meshcast {

/// What a DestinationRule's consistentHash sets of a hashing balancer.
BalancerSettings hashing_settings(const ConsistentHash& hash);

/// Why Envoy would refuse it; empty if it would not.
std::string_view fault_in(const ConsistentHash& hash);

} // namespace meshcast
