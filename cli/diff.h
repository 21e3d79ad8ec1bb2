#pragma once

#include "cli/exit_code.h"
#include "cli/simulation_options.h"

#include <string>
#include <vector>

namespace meshcast {

class Session;

/// A change of manifests as written on the command line.
struct DiffQuestion {
    SimulationOptions simulation; // the scenario, and what else is the same on both sides
    std::vector<std::string> before;
    std::vector<std::string> after;
    std::string plane;
    std::string jobs;
    std::vector<std::string> fail_on;    // outcome, encryption, latency
    std::vector<std::string> tolerances; // "latency=5%"
    std::string format;
};

/// Prints which requests change outcome, route, encryption or latency. Throws UsageError.
ExitCode diff(const Session& session, const DiffQuestion& question);

} // namespace meshcast
