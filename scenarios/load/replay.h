#pragma once

#include "scenarios/diagnostics/diagnostic.h"
#include "scenarios/sources.h"
#include "sim/model/traffic.h"

#include <span>
#include <string>

namespace meshcast {

/// Fills in the pattern of every source with a `replay`, from its file, whose path is relative to the
/// scenario's.
void read_replays(std::span<Traffic> traffic, const std::string& scenario_path, Sources& sources,
                  Diagnostics& diagnostics);

} // namespace meshcast
