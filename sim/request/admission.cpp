#include "sim/proxy/rate_limiter.h"
#include "sim/request/courier.h"
#include "sim/request/journey.h"

namespace meshcast {

/// Whether the proxy at `head` may let the request through to the destination, whose limiter it asks.
Task<bool> Courier::ask_limiter(const Head& head, const Destination& destination, Ledger& ledger) {
    RateLimiter& limiter = *destination.limiter;
    ledger.charge(Component::Network, limiter.latency());
    co_await simulation_.elapse(limiter.latency());
    co_return limiter.admit(head.proxy->id(), simulation_.now());
}

/// A connection as far as the limits of the proxy at `head` allow one; nullptr when they do not, or when the
/// request is given up meanwhile.
Task<Connection*> Courier::admit(Approach approach, const Head& head, const Destination& destination,
                                 Journey& journey, Ledger& ledger) {
    CircuitBreakers& breakers = *approach.breakers;
    ConnectionPool& pool = *approach.pool;
    PoolGate& gate = pool.guarded_by(simulation_, breakers);
    const bool shared = approach.leg.shared;
    Connection* connection = take(approach);
    journey.refusal = kOverflow;
    if (connection != nullptr && connection->establishing == nullptr) {
        give(*connection, breakers);
    } else {
        const CircuitBreakers::Slot pending = breakers.pending();
        if (!pending) {
            if (connection != nullptr) {
                pool.put_back(*connection);
            }
            co_return nullptr;
        }
        bool opens = connection == nullptr && gate.try_open();
        while (connection == nullptr && !opens) {
            const Time asked = simulation_.now();
            PoolGate::Wait wait(gate, shared);
            journey.waiting = &wait;
            const PoolGate::Grant grant = co_await wait;
            journey.waiting = nullptr;
            ledger.charge(Component::PoolWait, simulation_.now() - asked);
            if (grant.verdict == PoolGate::Verdict::Cancelled) {
                co_return nullptr;
            }
            opens = grant.verdict == PoolGate::Verdict::Open;
            connection = grant.verdict == PoolGate::Verdict::Look ? take(approach) : grant.connection;
        }
        if (connection != nullptr) {
            give(*connection, breakers);
        }
        if (opens || connection->establishing != nullptr) {
            connection = co_await connect(connection, approach, head, destination, journey, ledger);
            if (connection == nullptr) {
                co_return nullptr;
            }
        }
    }
    if (!journey.cancellation.requested) {
        journey.request = breakers.request();
    }
    if (!journey.request) {
        release(*connection, true);
        co_return nullptr;
    }
    co_return connection;
}

/// One more request for the connection, perhaps its last.
void Courier::give(Connection& connection, const CircuitBreakers& breakers) {
    connection.draining = breakers.used_up(++connection.given) || connection.draining;
}

} // namespace meshcast
