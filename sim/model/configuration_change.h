#pragma once

#include "engine/time.h"
#include "sim/model/origin.h"
#include "sim/model/routing.h"

#include <string>
#include <vector>

namespace meshcast {

/// Manifests applied or objects deleted while a scenario runs: the routing that is declared from then on. The
/// control plane still has to hand it on.
struct ConfigurationChange {
    Duration at{};                    // since the run began
    std::string text;                 // "canary.yaml was applied", for reports
    std::vector<std::string> objects; // "VirtualService shop/stock changed"
    std::vector<std::string> files;   // applied
    Routing routing;                  // all of it
    Origin origin;
};

} // namespace meshcast
