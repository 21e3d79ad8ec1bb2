#include "sim/request/linker.h"

#include <algorithm>
#include <cassert>

namespace meshcast {

/// The gateway's route always decides, so the way to its proxy is all of the path that counts.
Errand Linker::errand_through(const Ingress& ingress, Errand asked) {
    const auto profile = std::ranges::find(plane_.proxies, Placement::Gateway, &ProxyProfile::placement);
    assert(profile != plane_.proxies.end() && "planes are given one where traffic comes through a gateway");
    Destination& entrance = destinations_.emplace_back();
    entrance.id = static_cast<std::uint32_t>(destinations_.size() - 1);
    entrance.service = asked.destination->service;
    entrance.protocol = asked.destination->protocol;
    entrance.balancer = asked.destination->balancer;
    entrance.waypoints = cluster_.proxies_of(*ingress.gateway, ingress.workload);
    entrance.paths[0] = {{.profile = static_cast<std::size_t>(profile - plane_.proxies.begin()),
                          .layer = Layer::L7,
                          .placement = Placement::Gateway,
                          .at = PathSide::Waypoint}};
    asked.destination = &entrance;
    asked.route = &routes_.emplace_back(resolve(route(*route_index_, ingress.request), ingress.request));
    return asked;
}

} // namespace meshcast
