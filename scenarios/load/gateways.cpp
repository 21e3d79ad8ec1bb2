#include "scenarios/load/gateways.h"

#include "scenarios/diagnostics/catalogue.h"
#include "scenarios/diagnostics/scenario_messages.h"
#include "scenarios/diagnostics/suggest.h"
#include "sim/policy/ingress.h"
#include "sim/policy/selection.h"

#include <fmt/format.h>

#include <algorithm>

namespace meshcast {

namespace {

std::string hint_for(const Traffic& traffic, const Routing& routing) {
    if (routing.gateways.empty()) {
        return "there is no Gateway among the manifests; add it, or remove via";
    }
    std::vector<std::string> names;
    for (const Gateway& gateway : routing.gateways) {
        names.push_back(gateway.metadata.name);
        names.push_back(qualified_name(gateway.metadata));
    }
    if (traffic.via != kAnyGateway && std::ranges::find(names, traffic.via) == names.end()) {
        return did_you_mean(traffic.via, names);
    }
    return traffic.host.empty()
               ? "write the host that its route has: host: www.example.com"
               : fmt::format("no route for {} leads there; remove host, or write another", traffic.host);
}

} // namespace

bool uses_gateways(const Scenario& scenario) {
    return std::ranges::any_of(scenario.traffic, [](const Traffic& source) { return !source.via.empty(); });
}

void check_gateways(const Scenario& scenario, const Directory& directory, Diagnostics& diagnostics) {
    if (!uses_gateways(scenario)) {
        return;
    }
    const RouteIndex index(scenario.routing, directory);
    for (const Traffic& source : scenario.traffic) {
        const Service* target = source.via.empty() ? nullptr : directory.service(source.to, "default");
        if (target == nullptr || find_ingress(index, source, *target)) {
            continue;
        }
        const std::string which = source.via == kAnyGateway ? "" : fmt::format("\"{}\" ", source.via);
        diagnostics.add(message::NoGateway, source.origin,
                        fill(message::NoGateway, fmt::format("traffic \"{}\"", source.name), which,
                             qualified_name(target->metadata)),
                        hint_for(source, scenario.routing));
    }
}

} // namespace meshcast
