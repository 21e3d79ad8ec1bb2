#include "sim/request/courier.h"

#include "engine/random.h"
#include "sim/request/application.h"
#include "sim/request/gatekeeper.h"
#include "sim/request/journey.h"
#include "sim/request/request_route.h"
#include "sim/telemetry/event_kind.h"

#include <algorithm>
#include <cassert>
#include <utility>

namespace meshcast {

namespace {

const Site kOutside{};

} // namespace

Courier::Courier(Simulation& simulation, const DataPlane& plane, const Links& links,
                 const NetworkTrouble* trouble, Gatekeeper* gatekeeper, CertificateAuthority* certificates,
                 Application& application, bool servers_cancel)
    : simulation_(simulation),
      plane_(plane),
      links_(links),
      trouble_(trouble),
      gatekeeper_(gatekeeper),
      certificates_(certificates),
      application_(application),
      servers_cancel_(servers_cancel) {}

Task<Reply> Courier::forward(Head start, const Errand& errand, const Destination& destination,
                             std::uint64_t random_key, Ledger& ledger, Try* result) {
    Journey journey{random_key, {start.caller}};
    const Cancellation* cancellation = servers_cancel_ ? &journey.cancellation : nullptr;
    if (result != nullptr) {
        result->journey = &journey;
        journey.avoided = &result->previous;
    }
    Head head = start;
    const Site* at = &start.site();
    Reply reply;
    bool arrived = false; // at the end of the path
    bool routed = false;

    // There: leg by leg, through every proxy on the way.
    while (true) {
        const Approach approach = prepare(head, destination, journey);
        const bool limited = approach.breakers != nullptr;
        Connection* connection = approach.pool != nullptr && !limited ? take(approach) : nullptr;
        const bool at_once = connection != nullptr && connection->establishing == nullptr;
        if (limited) [[unlikely]] {
            connection = co_await admit(approach, head, destination, journey, ledger);
        } else if (!at_once && approach.pool != nullptr) {
            connection = co_await connect(connection, approach, head, destination, journey, ledger);
        }
        if (connection == nullptr) {
            reply =
                head.proxy == nullptr ? Reply{0, journey.unconnected, {}} : Reply{503, journey.refusal, {}};
            break;
        }
        if (connection->endpoint != Journey::kUndecided) {
            journey.endpoint = connection->endpoint;
        }
        if (journey.leg_count == 0 && journey.balanced_by != nullptr) {
            journey.sent = true;
            journey.balanced_by->report(journey.endpoint, OutlierDetector::Local::Connected,
                                        simulation_.now());
        }
        journey.legs[journey.leg_count++] = connection;
        if (trouble_ != nullptr) [[unlikely]] {
            const bool through = co_await cross(*connection, head.client, destination, Direction::Request,
                                                errand.size, journey, ledger);
            if (!through) {
                reply = co_await reset(journey.server(destination), journey, ledger);
                break;
            }
        }
        for (std::size_t i = 0; i < connection->passage_count; ++i) {
            head.proxy = connection->passages[i].proxy;
            head.worker = connection->passages[i].worker;
            const Duration arrival = way(*at, head.site(), head.proxy, errand.size, journey, ledger);
            at = &head.site();
            co_await head.proxy->pass(arrival, head.worker, Direction::Request, errand.size, ledger);
        }
        head.station = connection->next_station;
        if (destination.limiter != nullptr && destination.limited_at(head.client, *connection)) [[unlikely]] {
            const bool admitted = co_await ask_limiter(head, destination, ledger);
            if (!admitted) {
                reply = {429, kRateLimited, {}};
                at = nullptr;
                break;
            }
        }
        if (gatekeeper_ != nullptr) [[unlikely]] {
            if (const Refusal* refusal = refused(head, destination, *connection, errand, journey)) {
                reply = answer_of(*refusal);
                at = connection->passage_count > 0 ? nullptr : &head.site(); // with the last proxy, if any
                break;
            }
        }
        arrived = connection->ends_at_application;
        if (arrived) {
            break;
        }
        routed = errand.route != nullptr && start.proxy == nullptr &&
                 head.station == destination.routed_after(head.client);
        if (routed) {
            head.caller = cancellation;
            reply = co_await route(*errand.route->now, head, errand, random_key, ledger);
            at = nullptr; // where the reply is: with the proxy that routed already
            break;
        }
    }

    // The server's application, unless it is outside the cluster. What was routed has been there already.
    if (Pod* server = arrived ? journey.server(destination) : nullptr) {
        const Duration arrival = way(*at, server->site(), nullptr, errand.size, journey, ledger);
        const Script& script = server->program->script(errand.operation);
        at = &server->site();
        const std::uint32_t life = server->condition.life;
        reply.status = co_await application_.serve(arrival, *server, script, random_key, head.user, ledger,
                                                   cancellation);
        reply.size = script.response_size;
        if (server->condition.life != life) [[unlikely]] {
            reply = co_await reset(server, journey, ledger);
        }
    } else if (arrived && destination.external) {
        const Duration arrival = way(*at, kOutside, nullptr, errand.size, journey, ledger);
        at = &kOutside;
        co_await simulation_.elapse(arrival);
    }

    // And back the same way. Whoever opened a connection can use it again when the reply has passed.
    Connection* answered = nullptr;
    while (journey.leg_count > 0) {
        Connection* connection = journey.legs[--journey.leg_count];
        if (trouble_ != nullptr && !journey.broken) [[unlikely]] {
            co_await cross(*connection, start.client, destination, Direction::Reply, reply.size, journey,
                           ledger);
        }
        for (std::size_t i = connection->passage_count; i-- > 0;) {
            head.proxy = connection->passages[i].proxy;
            if (journey.gone != nullptr && head.proxy->site().pod == journey.gone->site().pod) [[unlikely]] {
                continue;
            }
            head.worker = connection->passages[i].worker;
            const Duration arrival = at == nullptr
                                         ? Duration::zero()
                                         : way(*at, head.site(), head.proxy, reply.size, journey, ledger);
            at = &head.site();
            co_await head.proxy->pass(arrival, head.worker, Direction::Reply, reply.size, ledger);
            if (answered != nullptr) {
                release(*std::exchange(answered, nullptr), true);
            }
        }
        answered = connection;
    }
    if (answered != nullptr) {
        const Duration arrival = way(*at, start.site(), start.proxy, reply.size, journey, ledger);
        co_await simulation_.elapse(arrival);
        journey.request.release();
        release(*answered, start.proxy != nullptr || errand.keep_alive);
    }
    if (journey.balanced_by != nullptr) {
        const Time now = simulation_.now();
        journey.balanced_by->finished(journey.endpoint, now - journey.chosen_at, reply.ok(), now);
        if (journey.sent && !journey.cancellation.requested) {
            journey.balanced_by->report(journey.endpoint, reply.status, now);
        }
    }
    if (result != nullptr) {
        result->journey = nullptr;
    }
    reply.endpoint = journey.endpoint;
    co_return reply;
}

/// Settles the endpoint where it is chosen for each request, and finds the pool that the next leg's
/// connection is taken from.
Courier::Approach Courier::prepare(const Head& head, const Destination& destination, Journey& journey) {
    Approach approach{.cluster = &head.sees(destination)};
    approach.cluster->follow(destination.members, simulation_.now());
    approach.leg = next_leg(head, destination, journey.server(destination));
    const bool a_request_a_choice = head.proxy != nullptr && destination.protocol != AppProtocol::Tcp &&
                                    (plane_.balance_unit == BalanceUnit::Request ||
                                     head.proxy->profile().placement == Placement::Gateway);
    if (approach.leg.settles_endpoint && journey.endpoint == Journey::kUndecided && a_request_a_choice) {
        if (!destination.endpoints.empty()) {
            const std::uint32_t chosen = approach.cluster->start(
                journey.next_key(), simulation_.now(), hash_for(head, destination), journey.avoided);
            if (chosen == UpstreamCluster::kNobody) [[unlikely]] {
                return {};
            }
            journey.endpoint = chosen;
            journey.balanced_by = approach.cluster;
            journey.chosen_at = simulation_.now();
        } else if (!destination.external) {
            return {};
        }
        approach.leg = next_leg(head, destination, journey.server(destination));
        approach.breakers = approach.cluster->breakers();
    }
    approach.pool = &approach.cluster->pool(head.worker, journey.endpoint);
    return approach;
}

/// The `pending` connection once whoever opens it is through, or a new one; nullptr when nobody is there to
/// connect to.
Task<Connection*> Courier::connect(Connection* pending, Approach approach, const Head& head,
                                   const Destination& destination, Journey& journey, Ledger& ledger) {
    if (pending != nullptr) {
        const Time asked = simulation_.now();
        co_await pending->establishing->wait();
        ledger.charge(Component::PoolWait, simulation_.now() - asked);
        if (pending->failed) [[unlikely]] {
            journey.refusal = kConnectFailure;
            release(*pending, false);
            co_return nullptr;
        }
        co_return pending;
    }
    Leg& leg = approach.leg;
    if (trouble_ != nullptr && head.proxy == nullptr) [[unlikely]] {
        const bool found = co_await find_name(head, journey, ledger);
        if (!found) {
            co_return nullptr;
        }
    }
    if (leg.settles_endpoint && journey.endpoint == Journey::kUndecided) {
        if (!destination.endpoints.empty()) { // a choice for the life of the connection
            const std::uint32_t chosen = approach.cluster->start(journey.next_key(), simulation_.now());
            if (chosen == UpstreamCluster::kNobody) [[unlikely]] {
                co_return nullptr;
            }
            journey.endpoint = chosen;
            approach.cluster->finished(journey.endpoint, Duration::zero(), true, simulation_.now());
        } else if (!destination.external) {
            co_return nullptr;
        }
        leg = next_leg(head, destination, journey.server(destination));
    }
    Connection& opened = approach.pool->add(leg.shared);
    if (approach.breakers != nullptr) [[unlikely]] {
        opened.counted = true;
        give(opened, *approach.breakers);
    }
    const Pod* server = leg.settles_endpoint ? journey.server(destination) : nullptr;
    opened.endpoint = leg.settles_endpoint ? journey.endpoint : Journey::kUndecided;
    lay_out(head, destination, leg, server, journey, opened);
    if (server != nullptr) {
        opened.peer = &server->condition;
        opened.sockets = server->condition.sockets;
    }
    Completion established(simulation_);
    opened.establishing = &established;
    if (gatekeeper_ != nullptr && server != nullptr) [[unlikely]] {
        opened.failed = !(co_await let_connect(head, *server, destination, journey, ledger));
        opened.plain = !gatekeeper_->encrypts(head.client, destination, *server);
    }
    if (trouble_ != nullptr && server != nullptr && !opened.failed) [[unlikely]] {
        const bool reached = co_await reach(head, *server, destination, journey, ledger);
        opened.failed = !reached;
    }
    if (!opened.failed) {
        co_await establish(head, opened, server, destination, journey, ledger);
    }
    opened.establishing = nullptr;
    established.complete();
    if (opened.failed) [[unlikely]] {
        opened.draining = true;
        release(opened, false);
        co_return nullptr;
    }
    co_return &opened;
}

/// How long one way from `from` to `to` takes: the link, and the way into the proxy `through` (redirection,
/// sockets, wake-up). Charged already.
Duration Courier::way(const Site& from, const Site& to, const Proxy* through, Bytes size, Journey& journey,
                      Ledger& ledger) const {
    const Duration redirect =
        through == nullptr ? Duration::zero() : through->profile().cost.traversal + links_.wake_up();
    const bool in_process = from.pod == to.pod && from.pod != Site::kNoPod && through != nullptr &&
                            through->profile().placement == Placement::Library;
    const Duration link = in_process ? Duration::zero() : links_.one_way(from, to, size, journey.next_key());
    ledger.charge(Component::Network, link);
    ledger.charge(Component::Redirect, redirect);
    return link + redirect;
}

void Courier::release(Connection& connection, bool keep) {
    if ((keep && !connection.draining && !connection.broken()) || connection.streams > 1) {
        connection.home->put_back(connection);
        return;
    }
    if (!connection.failed) {
        if (connection.opener != nullptr) {
            connection.opener->connection_closed();
        }
        for (std::size_t i = 0; i < connection.passage_count; ++i) {
            connection.passages[i].proxy->connection_closed();
        }
    }
    connection.home->close(connection);
}

} // namespace meshcast
