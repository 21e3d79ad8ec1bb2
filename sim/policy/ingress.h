#pragma once

#include "sim/model/data_plane.h"
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

/// Gives the plane a profile of gateways: what its first layer-7 proxy costs (else `other`), which is an
/// assumption.
void add_gateway_profile(DataPlane& plane, const ProxyProfile& other);

/// The first gateway in the order read, among those that Traffic::via means, that sends some of the requests
/// for Traffic::host (without one: for the first host of a route that it has) to the target.
std::optional<Ingress> find_ingress(const RouteIndex& index, const Traffic& traffic, const Service& target);

} // namespace meshcast
