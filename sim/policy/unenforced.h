#pragma once

#include "sim/model/data_plane.h"
#include "sim/model/resilience.h"
#include "sim/model/routing.h"

#include <string>
#include <vector>

namespace meshcast {

/// Routes and policies that a plane leaves without effect, as sentences with file and line: of a system it
/// does not read, or of requests that no proxy of it looks into.
std::vector<std::string> unenforced_routes(const Routing& routing, const DataPlane& plane);

/// The same of a scenario's own: rate limits that nobody enforces, hedging that is left to the callers.
std::vector<std::string> unenforced_protection(const std::vector<Hedging>& hedging,
                                               const std::vector<RateLimit>& limits, const DataPlane& plane);

} // namespace meshcast
