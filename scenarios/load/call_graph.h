#pragma once

#include "scenarios/diagnostics/diagnostic.h"
#include "scenarios/load/behaviors.h"
#include "sim/policy/directory.h"

namespace meshcast {

/// Looks for calls that come back to where they began. A cycle that every request goes round is an error, one
/// that some call of it may end is a warning; both name the cycle. Also refuses operations that add up to
/// more calls than can be simulated. Every call must resolve.
void check_call_graph(const Directory& directory, const BehaviorOfWorkload& behaviors,
                      Diagnostics& diagnostics);

} // namespace meshcast
