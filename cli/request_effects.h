#pragma once

#include "sim/model/resilience.h"
#include "sim/policy/route.h"

#include <string>
#include <utility>
#include <vector>

namespace meshcast {

/// What happens to a request beside where it goes, a line each: ("timeout", "2s").
using Effects = std::vector<std::pair<std::string, std::string>>;

/// Of the rule that decided.
Effects effects_of_rule(const RequestFacts& request, const RouteDecision& decision);

/// How one backend is treated. nullptr: not hedged, not limited.
Effects effects_of_backend(const TrafficPolicy& policy, const Hedging* hedging, const RateLimit* limit);

} // namespace meshcast
