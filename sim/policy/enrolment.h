#pragma once

#include "sim/model/data_plane.h"
#include "sim/policy/directory.h"

namespace meshcast {

/// Who is in the mesh. `compare` asks "what if this plane were there", so every pod is enrolled that does not
/// opt out; the plane's profile says what opting out looks like.
bool is_enrolled(const DataPlane& plane, const Directory& directory, const Workload& workload);

/// Whether requests for `service` pass a waypoint, by the plane's waypoint scope. Labelled:
/// `istio.io/use-waypoint` on the Service, else on its namespace; `none` on the Service keeps it out.
/// https://istio.io/latest/docs/ambient/usage/waypoint/
bool has_waypoint(const DataPlane& plane, const Directory& directory, const Service& service);

} // namespace meshcast
