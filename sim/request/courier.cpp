#include "sim/request/courier.h"

#include "sim/request/application.h"

#include <array>
#include <cassert>

namespace meshcast {

/// What a request has gone through on its way out, for the reply to come back through.
struct Courier::Journey {
    std::array<Passage, kMostStations> stops;
    std::size_t stop_count = 0;
    std::array<Connection*, kMostStations + 1> legs{};
    std::size_t leg_count = 0;
    Pod* endpoint = nullptr;
    Choice choice;
    Time chosen_at = kStart;
};

Courier::Courier(Simulation& simulation, const DataPlane& plane, Links& links, Application& application,
                 RandomStream random)
    : simulation_(simulation),
      plane_(plane),
      balancer_(*find_balancer(plane.balancer)),
      links_(links),
      application_(application),
      random_(random) {}

Task<Reply> Courier::send(Client& client, Errand errand, Ledger& ledger) {
    Journey journey;
    Head head{&client.upstreams, client.site, nullptr, 0, 0};
    Site at = client.site;
    Reply reply;

    // There: leg by leg, through every proxy on the way.
    while (true) {
        const Approach approach = prepare(head, client, errand, journey);
        Connection* connection = approach.pool != nullptr ? approach.pool->take(approach.shared) : nullptr;
        if (connection == nullptr && approach.pool != nullptr) {
            connection = co_await open(approach, head, client, errand, journey, ledger);
        }
        if (connection == nullptr) {
            reply = head.proxy == nullptr ? Reply{0, "refused", {}} : Reply{503, "UH", {}};
            break;
        }
        if (!connection->established.completed()) {
            const Time asked = simulation_.now();
            co_await connection->established.wait();
            ledger.charge(Component::PoolWait, simulation_.now() - asked);
        }
        if (connection->endpoint != nullptr) {
            journey.endpoint = connection->endpoint;
        }
        journey.legs[journey.leg_count++] = connection;
        for (std::size_t i = 0; i < connection->passage_count; ++i) {
            const Passage& passage = connection->passages[i];
            co_await simulation_.elapse(way(at, passage.proxy->site(), passage.proxy, errand.size, ledger));
            co_await passage.proxy->pass(passage.worker, Direction::Request, errand.size, ledger);
            at = passage.proxy->site();
            journey.stops[journey.stop_count++] = passage;
        }
        if (connection->ends_at_application) {
            break;
        }
        const Passage& end = connection->passages[connection->passage_count - 1U];
        head =
            Head{&end.proxy->upstreams(), end.proxy->site(), end.proxy, end.worker, connection->next_station};
    }

    // The server's application.
    if (journey.endpoint != nullptr) {
        co_await simulation_.elapse(way(at, journey.endpoint->site(), nullptr, errand.size, ledger));
        reply = co_await application_.serve(*journey.endpoint, errand.operation, errand.random_key, ledger);
        at = journey.endpoint->site();
    } else if (errand.destination->external) {
        co_await simulation_.elapse(way(at, Site{}, nullptr, errand.size, ledger));
        at = Site{};
    }

    // And back the same way.
    std::size_t leg = journey.leg_count;
    for (std::size_t i = journey.stop_count; i-- > 0;) {
        const Passage& stop = journey.stops[i];
        co_await simulation_.elapse(way(at, stop.proxy->site(), stop.proxy, reply.size, ledger));
        at = stop.proxy->site();
        if (leg > 0 && journey.legs[leg - 1]->opener == stop.proxy) {
            release(*journey.legs[--leg], true);
        }
        co_await stop.proxy->pass(stop.worker, Direction::Reply, reply.size, ledger);
    }
    if (leg > 0) {
        co_await simulation_.elapse(way(at, client.site, nullptr, reply.size, ledger));
        release(*journey.legs[--leg], errand.keep_alive);
    }
    if (journey.choice.among != nullptr) {
        const Time now = simulation_.now();
        journey.choice.among->finished(journey.choice.index, now - journey.chosen_at, reply.ok(), now);
    }
    co_return reply;
}

/// Settles the endpoint where it is chosen for each request, and finds the pool that the next leg's
/// connection is taken from.
Courier::Approach Courier::prepare(const Head& head, const Client& client, const Errand& errand,
                                   Journey& journey) {
    const Destination& destination = *errand.destination;
    const std::vector<Station>& path = destination.path_for(client);
    Approach approach;
    approach.leg = next_leg(head, path, journey.endpoint);
    const bool a_request_a_choice = head.proxy != nullptr && plane_.balance_unit == BalanceUnit::Request &&
                                    destination.protocol != AppProtocol::Tcp;
    if (approach.leg.settles_endpoint && journey.endpoint == nullptr && a_request_a_choice) {
        journey.endpoint = choose_endpoint(head, destination, journey.choice);
        journey.chosen_at = simulation_.now();
        if (journey.endpoint == nullptr && !destination.external) {
            return {};
        }
        approach.leg = next_leg(head, path, journey.endpoint);
    }
    approach.shared = shares_connections(head, destination, approach.leg);
    approach.pool =
        journey.endpoint != nullptr
            ? &head.upstreams->pools.find(head.worker, ConnectionPools::Target::Pod, journey.endpoint->id)
            : &head.upstreams->pools.find(head.worker, ConnectionPools::Target::Service, destination.id);
    return approach;
}

/// A new connection in the pool, established; nullptr when nobody is there to connect to.
Task<Connection*> Courier::open(Approach approach, const Head& head, const Client& client,
                                const Errand& errand, Journey& journey, Ledger& ledger) {
    const Destination& destination = *errand.destination;
    Leg& leg = approach.leg;
    if (leg.settles_endpoint && journey.endpoint == nullptr) {
        Choice once;
        journey.endpoint = choose_endpoint(head, destination, once);
        if (once.among != nullptr) {
            once.among->finished(once.index, Duration::zero(), true, simulation_.now());
        }
        if (journey.endpoint == nullptr && !destination.external) {
            co_return nullptr;
        }
        leg = next_leg(head, destination.path_for(client), journey.endpoint);
    }
    Connection& opened = approach.pool->add(simulation_, approach.shared);
    opened.endpoint = leg.settles_endpoint ? journey.endpoint : nullptr;
    lay_out(head, client, destination, leg, opened);
    co_await establish(head, opened, ledger);
    opened.established.complete();
    co_return &opened;
}

/// A TCP handshake, a TLS handshake between each pair of the plane's proxies that has none yet, and the CPU
/// for both.
Task<> Courier::establish(const Head& head, Connection& connection, Ledger& ledger) {
    const Time started = simulation_.now();
    Duration round_trip{};
    Site at = head.site;
    Proxy* before = head.proxy;
    bool handshakes = false;
    Ledger set_up; // counts as handshake whatever it went into

    if (head.proxy != nullptr) {
        head.proxy->connection_opened();
        connection.opener = head.proxy;
    }
    for (std::size_t i = 0; i < connection.passage_count; ++i) {
        const Passage& passage = connection.passages[i];
        round_trip += 2 * links_.one_way(at, passage.proxy->site(), Bytes{});
        at = passage.proxy->site();
        const bool handshake = before != nullptr && needs_handshake(*before, *passage.proxy);
        if (handshake && before == head.proxy) {
            co_await before->open_connection(head.worker, true, set_up);
        }
        co_await passage.proxy->open_connection(passage.worker, handshake, set_up);
        handshakes = handshakes || handshake;
        passage.proxy->connection_opened();
        before = passage.proxy;
    }
    if (connection.ends_at_application) {
        const Site server = connection.endpoint != nullptr ? connection.endpoint->site() : Site{};
        round_trip += 2 * links_.one_way(at, server, Bytes{});
    }
    co_await simulation_.delay(handshakes ? 2 * round_trip : round_trip);
    ledger.charge(Component::Handshake, simulation_.now() - started);
}

/// How long one way from `from` to `to` takes: the link, and the way into the proxy `through` (redirection,
/// sockets, wake-up). Charged already.
Duration Courier::way(const Site& from, const Site& to, const Proxy* through, Bytes size, Ledger& ledger) {
    const Duration redirect =
        through == nullptr ? Duration::zero() : through->profile().cost.traversal + links_.wake_up();
    const bool in_process = from.pod == to.pod && from.pod != Site::kNoPod && through != nullptr &&
                            through->profile().placement == Placement::Library;
    const Duration link = in_process ? Duration::zero() : links_.one_way(from, to, size);
    ledger.charge(Component::Network, link);
    ledger.charge(Component::Redirect, redirect);
    return link + redirect;
}

Courier::Leg Courier::next_leg(const Head& head, const std::vector<Station>& path,
                               const Pod* endpoint) const {
    Leg leg{head.station, false, false};
    while (leg.end < path.size()) {
        const Station& station = path[leg.end];
        if (station.at == PathSide::Server) {
            leg.settles_endpoint = true;
            if (endpoint != nullptr && !endpoint->enrolled) {
                leg.end = path.size(); // its pod has no proxy: straight to the application
                break;
            }
        }
        ++leg.end;
        if (station.layer == Layer::L7) {
            return leg;
        }
    }
    leg.ends_at_application = true;
    leg.settles_endpoint = true;
    return leg;
}

Pod* Courier::choose_endpoint(const Head& head, const Destination& destination, Choice& choice) {
    if (destination.endpoints.empty()) {
        return nullptr;
    }
    choice.among = &head.upstreams->endpoints(destination.id, balancer_, destination.endpoints.size());
    choice.index = choice.among->start(random_, simulation_.now());
    return destination.endpoints[choice.index];
}

/// Fills in the proxies a new connection passes, with the worker that will own it at each.
void Courier::lay_out(const Head& head, const Client& client, const Destination& destination, const Leg& leg,
                      Connection& connection) {
    const std::vector<Station>& path = destination.path_for(client);
    for (std::size_t i = head.station; i < leg.end; ++i) {
        if (path[i].at == PathSide::Server && connection.endpoint != nullptr &&
            !connection.endpoint->enrolled) {
            continue;
        }
        Proxy* proxy = instance(path[i], client, destination, connection.endpoint);
        assert(connection.passage_count < kMostStations && "profiles are checked when read");
        connection.passages[connection.passage_count++] = {proxy, proxy->assign_worker()};
    }
    connection.ends_at_application = leg.ends_at_application;
    connection.next_station = static_cast<std::uint8_t>(leg.end);
}

/// HTTP/2 (and gRPC) puts all requests on one connection; so do the plane's own proxies among themselves if
/// it multiplexes.
bool Courier::shares_connections(const Head& head, const Destination& destination, const Leg& leg) const {
    const bool between_proxies = head.proxy != nullptr && !leg.ends_at_application;
    return destination.protocol == AppProtocol::Http2 || destination.protocol == AppProtocol::Grpc ||
           (plane_.multiplex && between_proxies);
}

Proxy* Courier::instance(const Station& station, const Client& client, const Destination& destination,
                         Pod* endpoint) {
    switch (station.at) {
    case PathSide::Client:
        return client.pod->proxies[station.profile];
    case PathSide::Server:
        return endpoint->proxies[station.profile];
    case PathSide::Waypoint:
        break;
    }
    return destination.waypoints[random_.below(destination.waypoints.size())];
}

bool Courier::needs_handshake(const Proxy& from, const Proxy& to) {
    const bool same_pod = from.site().pod == to.site().pod && from.site().pod != Site::kNoPod;
    if (!plane_.mtls || same_pod) {
        return false;
    }
    if (!plane_.multiplex) {
        return true;
    }
    const std::uint64_t pair = (std::uint64_t{from.id()} << 32) | to.id();
    return tunnels_.insert(pair).second;
}

void Courier::release(Connection& connection, bool keep) {
    connection.home->put_back(connection);
    if (keep || connection.streams > 0) {
        return;
    }
    if (connection.opener != nullptr) {
        connection.opener->connection_closed();
    }
    for (std::size_t i = 0; i < connection.passage_count; ++i) {
        connection.passages[i].proxy->connection_closed();
    }
    connection.home->close(connection);
}

} // namespace meshcast
