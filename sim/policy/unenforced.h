#pragma once

#include "sim/model/data_plane.h"
#include "sim/model/routing.h"

#include <string>
#include <vector>

namespace meshcast {

/// Routes and policies that a plane leaves without effect, as sentences with file and line: of a system it
/// does not read, or of requests that no proxy of it looks into.
std::vector<std::string> unenforced_routes(const Routing& routing, const DataPlane& plane);

} // namespace meshcast
