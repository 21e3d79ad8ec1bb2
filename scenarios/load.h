#pragma once

#include "scenarios/diagnostics/diagnostic.h"
#include "sim/model/scenario.h"

#include <optional>
#include <string>
#include <vector>

namespace meshcast {

/// What the command line adds to, or uses instead of, a scenario file.
struct LoadRequest {
    std::vector<std::string> paths;     // scenario or manifest files, folders, globs; "-" is standard input
    std::vector<std::string> replacing; // manifest files, folders, globs: an object in them takes the place
                                        // of the same one elsewhere
    bool needs_traffic = true;          // false: without traffic there is only something to decide, no error
    std::string to;                     // traffic target, where no scenario names one
    std::string from;
    std::optional<Rate> rate;
    std::optional<int> connections;
    std::optional<ArrivalKind> arrival;
    std::vector<std::string>
        planes; // names or profile files; empty: the scenario's, else every shipped plane
    std::optional<Duration> duration;
    std::optional<Duration> warmup;
    std::optional<std::uint64_t> seed;
    std::optional<int> replications;
    std::optional<int> max_replications;
    std::string prices; // name or file; empty: the scenario's, else the default
    std::vector<std::string> thresholds;
    std::vector<std::string>
        sets; // "path.to.field=value", applied to the scenario document before it is read
};

struct Loaded {
    Scenario scenario;       // meaningful only without errors
    Diagnostics diagnostics; // all of them, warnings included
};

/// Reads everything, reports everything. Never throws for anything a user can write.
/// Files that cannot be read are diagnostics of code MS0001 (exit code 74 if nothing worse).
Loaded load_scenario(const LoadRequest& request);

} // namespace meshcast
