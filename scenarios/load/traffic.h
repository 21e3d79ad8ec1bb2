#pragma once

#include "scenarios/diagnostics/diagnostic.h"
#include "scenarios/load.h"
#include "sim/model/traffic.h"

#include <vector>

namespace meshcast {

/// The scenario's traffic under what the command line says. --to replaces it by one source of its own. --rate
/// is the rate of all sources together: each keeps its share. --from, --arrival and --connections hold for
/// every source. Then fills in names and the least number of connections that an arrival needs.
std::vector<Traffic> settle_traffic(std::vector<Traffic> declared, const LoadRequest& request,
                                    Diagnostics& diagnostics);

} // namespace meshcast
