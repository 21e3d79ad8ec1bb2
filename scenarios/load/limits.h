#pragma once

#include "scenarios/diagnostics/diagnostic.h"
#include "sim/model/scenario.h"

namespace meshcast {

/// Refuses what would only hang or run out of memory, and settings that leave nothing to measure.
void check_limits(const Scenario& scenario, Diagnostics& diagnostics);

} // namespace meshcast
