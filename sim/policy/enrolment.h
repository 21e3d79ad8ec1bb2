#pragma once

#include "sim/model/data_plane.h"
#include "sim/model/injection.h"
#include "sim/policy/directory.h"

namespace meshcast {

/// Whether pods are in the mesh if everybody is that does not opt out; the plane's profile says what opting
/// out looks like.
bool is_enrolled(const DataPlane& plane, const Directory& directory, const Workload& workload);

/// Whether they are in the mesh, by the scenario's Enrolment. Labels count where the plane is Istio's or
/// Linkerd's; others take everybody.
bool is_enrolled(const DataPlane& plane, Enrolment enrolment, const InjectionSettings& injection,
                 const Directory& directory, const Workload& workload);

/// Whether requests for `service` pass a waypoint, by the plane's waypoint scope. Labelled:
/// `istio.io/use-waypoint` on the Service, else on its namespace; `none` on the Service keeps it out.
/// https://istio.io/latest/docs/ambient/usage/waypoint/
bool has_waypoint(const DataPlane& plane, const Directory& directory, const Service& service);

} // namespace meshcast
