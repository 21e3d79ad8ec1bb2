#pragma once

#include "scenarios/diagnostics/diagnostic.h"
#include "sim/model/scenario.h"
#include "sim/policy/directory.h"

namespace meshcast {

/// Reports traffic `via` gateways that do not lead to its target.
void check_gateways(const Scenario& scenario, const Directory& directory, Diagnostics& diagnostics);

/// Whether any traffic comes through a gateway.
bool uses_gateways(const Scenario& scenario);

} // namespace meshcast
