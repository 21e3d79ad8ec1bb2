#include "engine/random.h"
#include "sim/request/courier.h"
#include "sim/request/journey.h"

#include <cassert>

namespace meshcast {

/// HTTP/2 (and gRPC) puts all requests on one connection; so do the plane's own proxies among themselves if
/// it multiplexes.
Courier::Leg Courier::next_leg(const Head& head, const Destination& destination, const Pod* endpoint) const {
    const std::vector<Station>& path = destination.path_for(head.client);
    const bool many_streams =
        destination.protocol == AppProtocol::Http2 || destination.protocol == AppProtocol::Grpc;
    Leg leg{.end = head.station, .shared = many_streams || (plane_.multiplex && head.proxy != nullptr)};
    while (leg.end < path.size()) {
        const Station& station = path[leg.end];
        if (station.at == PathSide::Server) {
            leg.settles_endpoint = true;
            if (endpoint != nullptr && !endpoint->enrolled) {
                leg.end = static_cast<std::uint8_t>(path.size()); // its pod has no proxy: straight to the
                break;                                            // application
            }
        }
        ++leg.end;
        if (station.layer == Layer::L7) {
            return leg;
        }
    }
    leg.ends_at_application = true;
    leg.settles_endpoint = true;
    leg.shared = many_streams;
    return leg;
}

/// Fills in the proxies a new connection passes, with the worker that will own it at each.
void Courier::lay_out(const Head& head, const Destination& destination, const Leg& leg, const Pod* endpoint,
                      Journey& journey, Connection& connection) const {
    const std::vector<Station>& path = destination.path_for(head.client);
    for (std::size_t i = head.station; i < leg.end; ++i) {
        if (path[i].at == PathSide::Server && endpoint != nullptr && !endpoint->enrolled) {
            continue;
        }
        Proxy* proxy = instance(path[i], head.client, destination, endpoint, journey);
        assert(connection.passage_count < kMostStations && "profiles are checked when read");
        connection.passages[connection.passage_count++] = {proxy, proxy->assign_worker()};
    }
    connection.ends_at_application = leg.ends_at_application;
    connection.next_station = leg.end;
}

Proxy* Courier::instance(const Station& station, const Client& client, const Destination& destination,
                         const Pod* endpoint, Journey& journey) {
    switch (station.at) {
    case PathSide::Client:
        return client.pod->proxies[station.profile];
    case PathSide::Server:
        return endpoint->proxies[station.profile];
    case PathSide::Waypoint:
        break;
    }
    return destination.waypoints[RandomStream(journey.next_key()).below(destination.waypoints.size())];
}

} // namespace meshcast
