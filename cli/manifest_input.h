#pragma once

#include "scenarios/diagnostics/diagnostic.h"
#include "sim/model/scenario.h"

#include <string>
#include <vector>

namespace meshcast {

/// What there is to say about manifests without simulating them.
struct ManifestInput {
    Topology topology;
    Routing routing;
    Security security;
    std::vector<Hedging> hedging;
    std::vector<RateLimit> rate_limits;
};

/// Of manifests, or of a scenario and what it includes. Nothing in it when they cannot be read, which the
/// diagnostics say.
ManifestInput read_manifests(const std::vector<std::string>& paths, Diagnostics& diagnostics);

} // namespace meshcast
