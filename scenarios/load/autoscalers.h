#pragma once

#include "scenarios/diagnostics/diagnostic.h"
#include "sim/policy/directory.h"

namespace meshcast {

/// Warns of autoscalers that can do nothing: without a workload, or without anything to measure it by.
void check_autoscalers(const Directory& directory, Diagnostics& diagnostics);

} // namespace meshcast
