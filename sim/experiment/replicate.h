#pragma once

#include "sim/experiment/experiment.h"

namespace meshcast {

/// simulate() with the warm-up already known.
ReplicationResult replicate(const Scenario& scenario, const DataPlane& plane, int replication,
                            Duration warmup, std::stop_token stop, const RunProgress& progress);

} // namespace meshcast
