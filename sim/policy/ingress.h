#pragma once

#include "sim/model/traffic.h"
#include "sim/policy/route.h"

#include <optional>

namespace meshcast {

/// Traffic::via for whichever gateway leads to the target.
inline constexpr std::string_view kAnyGateway = "gateway";

/// How requests from outside the cluster come to a service: through which gateway, and what they ask it for.
struct Ingress {
    const Gateway* gateway = nullptr;
    const Workload* workload = nullptr; // whose pods the gateway is; nullptr: not among the manifests
    RequestFacts request;
};

/// The first gateway in the order read, among those that Traffic::via means, that sends some of the requests
/// for Traffic::host (without one: for the first host of a route that it has) to the target.
std::optional<Ingress> find_ingress(const RouteIndex& index, const Traffic& traffic, const Service& target);

} // namespace meshcast
