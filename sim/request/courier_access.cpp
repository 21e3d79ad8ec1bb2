#include "sim/request/courier.h"
#include "sim/request/gatekeeper.h"
#include "sim/request/journey.h"

namespace meshcast {

/// A connection that policies do not allow takes as long as it takes to notice: until the opener gives up
/// where packets are dropped, one round trip where it is reset. False: it is not made.
Task<bool> Courier::let_connect(const Head& head, const Pod& server, const Destination& destination,
                                Journey& journey, Ledger& ledger) {
    const Refusal* refusal = gatekeeper_->refuses_connection(head.client, destination, server);
    if (refusal == nullptr) {
        co_return true;
    }
    Duration wait = destination.connect_timeout();
    if (refusal->decision.outcome != Permission::Outcome::Dropped) {
        wait = 2 * links_.one_way(head.site(), server.site(), {}, journey.next_key());
    }
    ledger.charge(Component::Handshake, wait);
    co_await simulation_.elapse(wait);
    report_failure_to_connect(journey);
    co_return false;
}

/// What keeps a request from going on, once it is through the proxies of a connection; nullptr: nothing.
const Refusal* Courier::refused(const Head& head, const Destination& destination,
                                const Connection& connection, const Errand& errand,
                                const Journey& journey) const {
    const bool at_waypoint = !connection.ends_at_application && head.proxy != nullptr &&
                             head.proxy->profile().placement == Placement::Waypoint;
    const Pod* server = journey.server(destination);
    if (!connection.ends_at_application && !at_waypoint) {
        return nullptr;
    }
    if (server == nullptr && !destination.endpoints.empty()) { // not chosen yet: policies are of all alike
        server = destination.endpoints.front();
    }
    return server == nullptr ? nullptr
                             : gatekeeper_->refuses_request(head.client, destination, *server,
                                                            errand.operation, at_waypoint);
}

Reply Courier::answer_of(const Refusal& refusal) {
    using Outcome = Permission::Outcome;
    return refusal.decision.outcome == Outcome::Denied ? Reply{refusal.decision.status, kForbidden, {}}
                                                       : Reply{503, kReset, {}};
}

} // namespace meshcast
