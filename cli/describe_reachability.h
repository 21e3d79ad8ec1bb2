#pragma once

#include "cli/exit_code.h"

#include <string>
#include <vector>

namespace meshcast {

class Session;

struct ReachabilityQuestion {
    std::vector<std::string> paths; // manifests, or a scenario
    std::string plane;              // name or profile file; empty: istio-sidecar
    std::string before;             // manifests to compare with; empty: none
    std::string format;             // table, json or dot; empty: table
};

/// Prints who may talk to whom under a plane, or what differs from `before`. Throws UsageError.
ExitCode describe_reachability(const Session& session, const ReachabilityQuestion& question);

} // namespace meshcast
