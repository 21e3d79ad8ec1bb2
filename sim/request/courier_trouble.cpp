#include "engine/random.h"
#include "sim/request/courier.h"
#include "sim/request/journey.h"

namespace meshcast {

namespace {

/// Both ends of a connection: pods, or proxies that are pods of their own. A node's proxy stands for the pod
/// on whose behalf it opened the connection.
struct Ends {
    Site from;
    Site to;
};

Ends ends_of(const Connection& connection, const Client& client, const Destination& destination) {
    Ends ends;
    ends.from = connection.opener == nullptr ? client.site : connection.opener->site();
    if (ends.from.pod == Site::kNoPod && ends.from.machine == client.site.machine) {
        ends.from = client.site;
    }
    if (connection.endpoint < destination.endpoints.size()) {
        ends.to = destination.endpoints[connection.endpoint]->site();
    } else if (connection.passage_count > 0 && !connection.ends_at_application) {
        ends.to = connection.passages[connection.passage_count - 1].proxy->site();
        if (ends.to.pod == Site::kNoPod && ends.to.machine == client.site.machine) {
            ends.to = client.site;
        }
    }
    return ends;
}

bool within_a_pod(const Ends& ends) {
    return ends.from.machine != nullptr && ends.from.machine == ends.to.machine &&
           ends.from.pod == ends.to.pod;
}

} // namespace

/// An idle connection, or a shared one, that still stands.
Connection* Courier::take(const Approach& approach) {
    Connection* connection = approach.pool->take(approach.leg.shared);
    while (connection != nullptr && connection->broken()) [[unlikely]] {
        connection->draining = true;
        release(*connection, false);
        connection = approach.pool->take(approach.leg.shared);
    }
    return connection;
}

/// An application looks up the name of a service before it opens a connection.
Task<bool> Courier::find_name(const Head& head, Journey& journey, Ledger& ledger) {
    const std::optional<Duration> failure = trouble_->name_failure(head.site(), journey.next_key());
    if (!failure) {
        co_return true;
    }
    journey.unconnected = kNameNotFound;
    ledger.charge(Component::Handshake, *failure);
    co_await simulation_.elapse(*failure);
    co_return false;
}

/// What it takes to reach the server beyond an ordinary handshake. False: it refuses, or does not answer
/// within the time allowed.
Task<bool> Courier::reach(const Head& head, const Pod& server, const Destination& destination,
                          Journey& journey, Ledger& ledger) {
    const Time now = simulation_.now();
    const Duration limit = destination.connect_timeout();
    const Site& from = head.site();
    Duration wait{};
    if (server.condition.lost(now)) {
        wait = Duration::max();
    } else if (from.pod != server.site().pod) {
        const Duration there = trouble_->delay(from, server.site(), {}, journey.next_key(), now);
        wait = there + trouble_->delay(server.site(), from, {}, journey.next_key(), now + there);
    }
    const bool answered = wait < limit;
    const bool accepted = answered && server.condition.listens;
    if (answered && !accepted) {
        wait += 2 * links_.one_way(from, server.site(), {}, journey.next_key());
    }
    wait = std::min(wait, limit);
    ledger.charge(Component::Handshake, wait);
    co_await simulation_.elapse(wait);
    if (!accepted) {
        report_failure_to_connect(journey);
    }
    co_return accepted;
}

void Courier::report_failure_to_connect(Journey& journey) {
    journey.refusal = kConnectFailure;
    if (journey.balanced_by != nullptr) {
        journey.balanced_by->report(journey.endpoint, OutlierDetector::Local::ConnectFailed,
                                    simulation_.now());
    }
}

/// A message's way along a connection, as far as the network hinders it. False: it never arrives.
Task<bool> Courier::cross(const Connection& connection, const Client& client, const Destination& destination,
                          Direction direction, Bytes size, Journey& journey, Ledger& ledger) {
    const Ends ends = ends_of(connection, client, destination);
    if (within_a_pod(ends)) {
        co_return true;
    }
    const Time now = simulation_.now();
    const bool there = direction == Direction::Request;
    const Duration delay = trouble_->delay(there ? ends.from : ends.to, there ? ends.to : ends.from, size,
                                           journey.next_key(), now);
    ledger.charge(Component::Network, delay);
    co_await simulation_.elapse(delay);
    const bool gone =
        connection.broken() || (connection.peer != nullptr && connection.peer->lost(simulation_.now()));
    co_return delay < NetworkTrouble::kGivesUp && !(there && gone);
}

/// The server is gone with what it worked on, or (nullptr) the message never got to a waypoint or out of the
/// cluster. Whoever opened the broken connection learns of that at once; if the machine vanished with the
/// server, when that is back or TCP gives up.
Task<Reply> Courier::reset(Pod* server, Journey& journey, Ledger& ledger) {
    journey.broken = true;
    journey.gone = server;
    const Time now = simulation_.now();
    if (server != nullptr && server->condition.lost(now)) {
        const Duration silence = std::min(server->condition.lost_until - now, NetworkTrouble::kGivesUp);
        ledger.charge(Component::Network, silence);
        co_await simulation_.elapse(silence);
    }
    const Proxy* opener = nullptr;
    for (std::size_t i = journey.leg_count; i-- > 0;) {
        journey.legs[i]->draining = true;
        opener = journey.legs[i]->opener;
        const bool in_its_pod =
            opener != nullptr && server != nullptr && opener->site().pod == server->site().pod;
        if (!in_its_pod) {
            break;
        }
    }
    co_return opener == nullptr ? Reply{0, kConnectionReset, {}} : Reply{503, kReset, {}};
}

} // namespace meshcast
