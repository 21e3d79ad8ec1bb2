#pragma once

#include "scenarios/diagnostics/diagnostic.h"
#include "sim/model/scenario.h"
#include "sim/policy/directory.h"

#include <string>

namespace meshcast {

/// Every name in the faults must mean something, and each must begin within the run.
void check_faults(const Directory& directory, const Scenario& scenario, Diagnostics& diagnostics);

} // namespace meshcast
