#pragma once

#include "scenarios/load.h"

#include <cstdint>
#include <string>
#include <vector>

namespace CLI {
class App;
} // namespace CLI

namespace meshcast {

/// What `run` and `compare` take to make a scenario, as written on the command line or in the environment.
struct SimulationOptions {
    std::vector<std::string> paths;
    std::string to;
    std::string from;
    std::string rate;
    std::string connections;
    std::string arrival;
    std::vector<std::string> planes;
    std::string duration;
    std::string warmup;
    std::string seed;
    std::string replications;
    std::string prices;
    std::vector<std::string> sets;
    std::vector<std::string> thresholds;
};

/// All but the planes, which each verb names its own way.
void add_simulation_options(CLI::App& app, SimulationOptions& options);

/// Throws UsageError.
LoadRequest load_request(const SimulationOptions& options);

/// The command line that simulates the same again, for a POSIX shell. Everything that cannot change a result
/// is left out of it.
std::string reproduce_command(std::string_view verb, std::string_view plane_option,
                              const SimulationOptions& options, std::uint64_t seed);

} // namespace meshcast
