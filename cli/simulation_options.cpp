#include "cli/simulation_options.h"

#include "cli/options.h"
#include "cli/shell_quote.h"
#include "scenarios/data_dir.h"
#include "scenarios/schema/declarations.h"
#include "scenarios/units.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <limits>

namespace meshcast {

namespace {

constexpr std::int64_t kMostConnections = 1'000'000;

ArrivalKind parse_arrival(const std::string& word) {
    require_known("kind of --arrival", word, Codec<ArrivalKind>::words());
    for (const auto& name : EnumNames<ArrivalKind>::names) {
        if (name.text == word) {
            return name.value;
        }
    }
    return ArrivalKind::Poisson; // not reached: require_known throws for another word
}

/// A bare word must be the name of a shipped file; a path is looked at when it is read.
void require_shipped(std::string_view what, std::string_view folder, const std::string& word) {
    if (!word.empty() && !looks_like_path(word)) {
        require_known(what, word, shipped_names(folder));
    }
}

/// What --plane takes for it: the name of a shipped profile, or the profile's file.
std::string word_for(const DataPlane& plane, const SimulationOptions& options) {
    const std::string& file = plane.origin.file;
    const bool given = std::ranges::find(options.planes, file) != options.planes.end();
    const bool shipped = file.empty() || file == fmt::format("planes/{}.yaml", plane.name);
    return shipped && !given ? plane.name : file;
}

CLI::Option* repeatable(CLI::Option* option) {
    return option->allow_extra_args(false); // one value each time, or it would take the paths that follow
}

} // namespace

void add_simulation_options(CLI::App& app, SimulationOptions& options) {
    app.add_option("PATH", options.paths, "Scenario or manifest files, folders, globs; - is standard input")
        ->type_name("")
        ->required();
    app.add_option("--to", options.to, "Where requests go")->type_name("SERVICE");
    app.add_option("--from", options.from, "Where they come from; default: outside the cluster")
        ->type_name("WORKLOAD");
    app.add_option("--rate", options.rate, "How many, such as 200/s")->type_name("RATE");
    app.add_option("--connections", options.connections, "Over how many connections")->type_name("N");
    app.add_option("--arrival", options.arrival,
                   fmt::format("{}", fmt::join(Codec<ArrivalKind>::words(), ", ")))
        ->type_name("KIND");
    app.add_option("--duration", options.duration, "Simulated time, such as 5m")->type_name("TIME");
    app.add_option("--warmup", options.warmup, "Not measured at the start; default: detected")
        ->type_name("TIME");
    app.add_option("--seed", options.seed, "Of all random numbers; same seed, same bytes")->type_name("N");
    app.add_option("--replications", options.replications, "Runs of each plane, for the intervals")
        ->type_name("N");
    app.add_option("--max-replications", options.max_replications,
                   "At most, while a threshold is undecided; default: 8 times as many")
        ->type_name("N");
    app.add_option("--replication", options.replication, "Only this one, counted from 0, to the same bytes")
        ->type_name("N");
    app.add_option("--prices", options.prices, "Price list by name or file")->type_name("NAME");
    repeatable(app.add_option("--set", options.sets, "Override a scenario field"))->type_name("KEY=VALUE");
    repeatable(app.add_option("--threshold", options.thresholds,
                              "Such as 'http_req_failed: rate < 1%'; undecided: by point estimate"))
        ->type_name("EXPR");
}

LoadRequest load_request(const SimulationOptions& options) {
    for (const std::string& plane : options.planes) {
        require_shipped("data plane", "planes", plane);
    }
    require_shipped("price list", "prices", options.prices);

    LoadRequest request;
    request.paths = options.paths;
    request.to = options.to;
    request.from = options.from;
    request.planes = options.planes;
    request.prices = options.prices;
    request.thresholds = options.thresholds;
    request.sets = options.sets;
    if (!options.rate.empty()) {
        request.rate = read_value("--rate", options.rate, units::parse_rate);
    }
    if (!options.connections.empty()) {
        request.connections =
            static_cast<int>(read_integer("--connections", options.connections, 1, kMostConnections));
    }
    if (!options.arrival.empty()) {
        request.arrival = parse_arrival(options.arrival);
    }
    if (!options.duration.empty()) {
        request.duration = read_value("--duration", options.duration, units::parse_duration);
        if (*request.duration == Duration::zero()) {
            refuse_value("--duration", "there is nothing to see in no time");
        }
    }
    if (!options.warmup.empty() && options.warmup != "auto") {
        request.warmup = read_value("--warmup", options.warmup, units::parse_duration);
    }
    if (!options.seed.empty()) {
        request.seed = static_cast<std::uint64_t>(
            read_integer("--seed", options.seed, 0, std::numeric_limits<std::int64_t>::max()));
    }
    if (!options.replications.empty()) {
        request.replications = static_cast<int>(
            read_integer("--replications", options.replications, 1, Scenario::kMostReplications));
    }
    if (!options.max_replications.empty()) {
        request.max_replications = static_cast<int>(
            read_integer("--max-replications", options.max_replications, 1, Scenario::kMostReplications));
    }
    return request;
}

std::optional<int> read_replication(const SimulationOptions& options) {
    if (options.replication.empty()) {
        return std::nullopt;
    }
    return static_cast<int>(
        read_integer("--replication", options.replication, 0, Scenario::kMostReplications - 1));
}

std::string reproduce_command(std::string_view verb, std::string_view plane_option,
                              const SimulationOptions& options, std::uint64_t seed) {
    std::vector<std::string> words{"meshcast", std::string(verb)};
    const auto add = [&](std::string_view option, const std::string& value) {
        if (!value.empty()) {
            words.emplace_back(option);
            words.push_back(value);
        }
    };
    words.insert(words.end(), options.paths.begin(), options.paths.end());
    add("--to", options.to);
    add("--from", options.from);
    add("--rate", options.rate);
    add("--connections", options.connections);
    add("--arrival", options.arrival);
    add(plane_option, fmt::format("{}", fmt::join(options.planes, ",")));
    add("--duration", options.duration);
    add("--warmup", options.warmup);
    add("--seed", std::to_string(seed));
    add("--replications", options.replications);
    add("--max-replications", options.max_replications);
    add("--replication", options.replication);
    add("--prices", options.prices);
    for (const std::string& set : options.sets) {
        add("--set", set);
    }
    for (const std::string& threshold : options.thresholds) {
        add("--threshold", threshold);
    }
    return shell_command(words);
}

std::string reproduce_one_command(const SimulationOptions& options, const PlaneResult& plane) {
    const ReplicationResult& any = plane.replications.front();
    SimulationOptions alone = options;
    alone.planes = {word_for(plane.plane, options)};
    alone.warmup = units::format_duration(any.warmup);
    alone.replications.clear();
    alone.max_replications.clear();
    alone.replication.clear();
    alone.thresholds.clear();
    return reproduce_command("run", "--plane", alone, any.seed) + " --replication";
}

} // namespace meshcast
