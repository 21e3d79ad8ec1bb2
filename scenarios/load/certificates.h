#pragma once

#include "scenarios/diagnostics/diagnostic.h"
#include "sim/model/scenario.h"
#include "sim/policy/directory.h"

namespace meshcast {

/// Reports names in the scenario's certificates that mean nothing or two things, and what cannot matter.
void check_certificates(const Directory& directory, const Scenario& scenario, Diagnostics& diagnostics);

} // namespace meshcast
