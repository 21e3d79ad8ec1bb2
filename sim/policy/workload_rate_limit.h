#pragma once

#include "sim/model/routing.h"

namespace meshcast {

/// The rate limit that an EnvoyFilter puts before a workload's pods: of its own namespace, or of the root's;
/// the first that was read. nullptr when there is none.
/// https://istio.io/latest/docs/reference/config/networking/envoy-filter/
const WorkloadRateLimit* rate_limit_of(const Routing& routing, const Workload& workload);

} // namespace meshcast
