#pragma once

#include "scenarios/load.h"
#include "sim/telemetry/result.h"

#include <cstdint>
#include <optional>
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
    std::string max_replications;
    std::string replication;
    std::string prices;
    std::vector<std::string> sets;
    std::vector<std::string> thresholds;
};

/// All but the planes, which each verb names its own way.
void add_simulation_options(CLI::App& app, SimulationOptions& options);

/// Throws UsageError.
LoadRequest load_request(const SimulationOptions& options);

/// `--replication` as given, if it was. Throws UsageError.
std::optional<int> read_replication(const SimulationOptions& options);

/// The command line that simulates the same again, for a POSIX shell. Everything that cannot change a result
/// is left out of it.
std::string reproduce_command(std::string_view verb, std::string_view plane_option,
                              const SimulationOptions& options, std::uint64_t seed);

/// The command line that simulates one replication of this plane alone, but for its number at the end. It
/// names the warm-up, because a detected one depends on the planes that were compared.
std::string reproduce_one_command(const SimulationOptions& options, const PlaneResult& plane);

} // namespace meshcast
