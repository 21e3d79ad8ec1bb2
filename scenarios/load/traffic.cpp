#include "scenarios/load/traffic.h"

#include "scenarios/diagnostics/catalogue.h"
#include "scenarios/diagnostics/scenario_messages.h"
#include "scenarios/schema/traffic_rules.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace meshcast {

namespace {

/// Rates are compared by how many requests they start in a run of that length.
void share_rate(std::vector<Traffic>& sources, Rate total, Duration run, Diagnostics& diagnostics) {
    double sum = 0;
    for (const Traffic& source : sources) {
        if (std::holds_alternative<Recording>(source.pattern)) {
            diagnostics.add(message::FieldsConflict, {"--rate", 0, 0},
                            fill(message::FieldsConflict, "--rate",
                                 fmt::format("traffic \"{}\" replays recorded requests, which have no rate "
                                             "to change",
                                             source.name)),
                            "leave --rate out");
            return;
        }
        sum += expected_requests(source, run) / to_seconds(run);
    }
    for (Traffic& source : sources) {
        scale_rate(source, sum > 0 ? total.per_second / sum : 0);
    }
}

void apply_request(std::vector<Traffic>& sources, const LoadRequest& request, Duration run,
                   Diagnostics& diagnostics) {
    if (!request.to.empty()) {
        Traffic source;
        source.to = request.to;
        source.origin = {"--to", 0, 0};
        sources = {std::move(source)};
    }
    for (Traffic& source : sources) {
        source.from = request.from.empty() ? source.from : request.from;
        source.arrival = request.arrival.value_or(source.arrival);
        source.connections = request.connections.value_or(source.connections);
    }
    if (request.rate) {
        share_rate(sources, *request.rate, run, diagnostics);
    }
}

/// What a scenario's reader could not know: --arrival, and what a replay holds.
void check_patterns(const std::vector<Traffic>& sources, const LoadRequest& request,
                    Diagnostics& diagnostics) {
    for (const Traffic& source : sources) {
        const bool news = request.arrival || !source.replay.path.empty();
        const auto clash = news ? pattern_clash(source) : std::nullopt;
        if (clash) {
            diagnostics.add(
                message::FieldsConflict, source.origin,
                fill(message::FieldsConflict, fmt::format("traffic \"{}\"", source.name), clash->why),
                std::string(clash->hint));
        }
    }
}

/// Unnamed sources are called after their target, numbered from the second on.
void name_sources(std::vector<Traffic>& sources, Diagnostics& diagnostics) {
    std::set<std::string> taken;
    for (const Traffic& source : sources) {
        if (!source.name.empty() && !taken.insert(source.name).second) {
            diagnostics.add(message::NameRepeated, source.origin,
                            fill(message::NameRepeated, "traffic", source.name));
        }
    }
    for (Traffic& source : sources) {
        if (!source.name.empty()) {
            continue;
        }
        source.name = source.to;
        for (int number = 2; !taken.insert(source.name).second; ++number) {
            source.name = fmt::format("{}-{}", source.to, number);
        }
    }
}

} // namespace

std::vector<Traffic> settle_traffic(std::vector<Traffic> declared, const LoadRequest& request, Duration run,
                                    Diagnostics& diagnostics) {
    apply_request(declared, request, run, diagnostics);
    name_sources(declared, diagnostics);
    check_patterns(declared, request, diagnostics);
    for (Traffic& source : declared) {
        if (paced_by_connections(source)) {
            source.connections = std::max(source.connections, 1);
        }
    }
    return declared;
}

} // namespace meshcast
