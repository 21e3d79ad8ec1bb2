#include "scenarios/load/traffic.h"

#include "scenarios/diagnostics/catalogue.h"
#include "scenarios/diagnostics/scenario_messages.h"
#include "scenarios/schema/declarations.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace meshcast {

namespace {

void share_rate(std::vector<Traffic>& sources, Rate total) {
    double sum = 0;
    for (const Traffic& source : sources) {
        sum += source.arrival == ArrivalKind::Closed ? 0 : source.rate.per_second;
    }
    for (Traffic& source : sources) {
        source.rate.per_second *= sum > 0 ? total.per_second / sum : 0;
    }
}

void apply_request(std::vector<Traffic>& sources, const LoadRequest& request) {
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
        share_rate(sources, *request.rate);
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

std::vector<Traffic> settle_traffic(std::vector<Traffic> declared, const LoadRequest& request,
                                    Diagnostics& diagnostics) {
    apply_request(declared, request);
    name_sources(declared, diagnostics);
    for (Traffic& source : declared) {
        if (source.arrival != ArrivalKind::Poisson) {
            source.connections = std::max(source.connections, 1);
        }
    }
    return declared;
}

} // namespace meshcast
