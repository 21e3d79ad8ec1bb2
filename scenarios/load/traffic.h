#pragma once

#include "scenarios/diagnostics/diagnostic.h"
#include "scenarios/load.h"
#include "sim/model/traffic.h"

#include <vector>

namespace meshcast {

/// The scenario's traffic under what the command line says. --to replaces it by one source of its own. --rate
/// is the mean rate of all sources together, in a run of that length: each keeps its share. --from, --arrival
/// and --connections hold for every source. Then fills in names and the least number of connections that an
/// arrival needs.
std::vector<Traffic> settle_traffic(std::vector<Traffic> declared, const LoadRequest& request, Duration run,
                                    Diagnostics& diagnostics);

} // namespace meshcast
