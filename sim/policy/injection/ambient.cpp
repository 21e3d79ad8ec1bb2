#include "sim/policy/injection/ambient.h"

#include "sim/policy/selection.h"

#include <fmt/format.h>

#include <algorithm>

namespace meshcast {

namespace {

constexpr std::string_view kModeLabel = "istio.io/dataplane-mode";
constexpr std::string_view kAmbient = "ambient";
constexpr std::string_view kNoWaypoint = "none";
constexpr std::string_view kWaypointLabel = "istio.io/use-waypoint";
constexpr std::string_view kWaypointNamespaceLabel = "istio.io/use-waypoint-namespace";
constexpr std::string_view kWaypointForLabel = "istio.io/waypoint-for";

std::string label_value(const Labels& labels, std::string_view key) {
    const auto found = labels.find(key);
    return found == labels.end() ? "" : found->second;
}

const Gateway* find_gateway(const Routing& routing, const ObjectName& name) {
    const auto found = std::ranges::find_if(routing.gateways, [&](const Gateway& gateway) {
        return gateway.dialect == Dialect::GatewayApi && gateway.metadata.name == name.name &&
               gateway.metadata.name_space == name.name_space;
    });
    return found == routing.gateways.end() ? nullptr : &*found;
}

/// Labels that may name a waypoint, those that count first first.
struct Labelled {
    std::string what; // "Service shop/web"
    const Labels* labels;
    std::string_view name_space;
    Origin origin;
};

WaypointDecision choose_waypoint(const std::vector<Labelled>& objects, std::string_view traffic,
                                 const Routing& routing) {
    for (const Labelled& object : objects) {
        const auto found = object.labels->find(kWaypointLabel);
        if (found == object.labels->end()) {
            continue;
        }
        WaypointDecision decision;
        decision.origin = object.origin;
        decision.because = fmt::format("{} has the label {}={}", object.what, kWaypointLabel, found->second);
        if (found->second == kNoWaypoint) {
            return decision;
        }
        const std::string elsewhere = label_value(*object.labels, kWaypointNamespaceLabel);
        const ObjectName name{elsewhere.empty() ? std::string(object.name_space) : elsewhere, found->second};
        decision.gateway = find_gateway(routing, name);
        if (decision.gateway != nullptr) {
            const std::string declared = label_value(decision.gateway->metadata.labels, kWaypointForLabel);
            const std::string_view taken = declared.empty() ? "service" : std::string_view(declared);
            if (taken != traffic && taken != "all") {
                decision.because += fmt::format(", but that waypoint takes {} traffic only", taken);
                return decision;
            }
        }
        decision.waypoint = name;
        return decision;
    }
    return {std::nullopt, nullptr, fmt::format("nothing has the label {}", kWaypointLabel), {}};
}

std::vector<Labelled> and_around(Labelled object, const Namespace* name_space) {
    std::vector<Labelled> objects{std::move(object)};
    if (name_space != nullptr) {
        objects.push_back({"namespace " + name_space->metadata.name, &name_space->metadata.labels,
                           name_space->metadata.name, name_space->metadata.origin});
    }
    return objects;
}

} // namespace

InjectionDecision ambient_capture(const Namespace* name_space, const Workload& workload, bool has_sidecar) {
    const std::string own = label_value(workload.pod.labels, kModeLabel);
    const std::string around =
        name_space == nullptr ? "" : label_value(name_space->metadata.labels, kModeLabel);
    const std::string name = qualified_name(workload.metadata);
    const auto refuse = [&](std::string because) {
        return InjectionDecision{false, "", std::move(because), workload.metadata.origin};
    };
    if (own != kAmbient && around != kAmbient) {
        return refuse(fmt::format("neither namespace {} nor the pods of {} have the label {}=ambient",
                                  workload.metadata.name_space, name, kModeLabel));
    }
    if (own == "none") {
        return refuse(fmt::format("the pods of {} have the label {}=none", name, kModeLabel));
    }
    if (workload.pod.host_network) {
        return refuse(fmt::format("the pods of {} use the node's network", name));
    }
    if (has_sidecar) {
        return refuse(fmt::format("the pods of {} have a sidecar, and ztunnel leaves those alone", name));
    }
    if (own == kAmbient) {
        return {true, "", fmt::format("the pods of {} have the label {}=ambient", name, kModeLabel),
                workload.metadata.origin};
    }
    return {true, "",
            fmt::format("namespace {} has the label {}=ambient", name_space->metadata.name, kModeLabel),
            name_space->metadata.origin};
}

WaypointDecision waypoint_of(const Service& service, const Namespace* name_space, const Routing& routing) {
    const Metadata& metadata = service.metadata;
    return choose_waypoint(and_around({"Service " + qualified_name(metadata), &metadata.labels,
                                       metadata.name_space, metadata.origin},
                                      name_space),
                           "service", routing);
}

WaypointDecision waypoint_of(const Workload& workload, const Namespace* name_space, const Routing& routing) {
    const Metadata& metadata = workload.metadata;
    return choose_waypoint(and_around({"the pod template of " + qualified_name(metadata),
                                       &workload.pod.labels, metadata.name_space, metadata.origin},
                                      name_space),
                           "workload", routing);
}

} // namespace meshcast
