#include "sim/policy/operation.h"
#include "sim/request/linker.h"

#include <algorithm>
#include <cassert>

namespace meshcast {

Errand Linker::errand_through_gateway(const Traffic& traffic, const Service& service, Errand asked) {
    Entrance& entrance = entrances_[{traffic.via, traffic.host, &service}];
    if (entrance.door == nullptr) {
        const std::optional<Ingress> found = find_ingress(stages_.front(), traffic, service);
        assert(found && "the loader found every gateway");
        entrance = {found->request, &door_of(*found, *asked.destination)};
    }
    RequestFacts request = entrance.request;
    describe_operation(traffic.operation, request);
    asked.destination = entrance.door;
    std::vector<const RequestRoute*> stages;
    for (const RouteIndex& stage : stages_) {
        stages.push_back(resolve(stage, route(stage, request), request));
    }
    asked.route = staged(std::move(stages));
    return asked;
}

/// The gateway as a destination. Its route always decides, so the way to its proxy is all of the path that
/// counts.
Destination& Linker::door_of(const Ingress& ingress, const Destination& behind) {
    const auto profile = std::ranges::find(plane_.proxies, Placement::Gateway, &ProxyProfile::placement);
    assert(profile != plane_.proxies.end() && "planes are given one where traffic comes through a gateway");
    Destination& door = destinations_.emplace_back();
    door.id = static_cast<std::uint32_t>(destinations_.size() - 1);
    door.service = behind.service;
    door.protocol = behind.protocol;
    door.balancer = behind.balancer;
    door.waypoints = cluster_.proxies_of(*ingress.gateway, ingress.workload);
    door.paths[0] = {{.profile = static_cast<std::size_t>(profile - plane_.proxies.begin()),
                      .layer = Layer::L7,
                      .placement = Placement::Gateway,
                      .at = PathSide::Waypoint}};
    return door;
}

} // namespace meshcast
