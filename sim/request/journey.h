#pragma once

#include "engine/completion.h"
#include "sim/request/courier.h"

#include <boost/smart_ptr/intrusive_ref_counter.hpp>

#include <array>

namespace meshcast {

/// What a request has gone through on its way out, for the reply to come back through.
struct Courier::Journey {
    static constexpr std::uint32_t kUndecided = UpstreamCluster::kService;

    std::uint64_t random_key;
    Cancellation cancellation; // by whoever waited for the answer
    std::uint32_t drawn = 0;
    std::array<Connection*, kMostStations + 1> legs{};
    std::uint8_t leg_count = 0;
    std::uint32_t endpoint = kUndecided;    // of the destination
    UpstreamCluster* balanced_by = nullptr; // who is to be told how the endpoint did
    Time chosen_at = kStart;
    CircuitBreakers::Slot request;                 // while it counts as active
    PoolGate::Wait* waiting = nullptr;             // for a connection to that endpoint
    const PreviousHosts* avoided = nullptr;        // endpoints that were tried before
    std::string_view refusal = kNoHealthyUpstream; // why there was no connection, as a proxy says it,
    std::string_view unconnected = kRefused;       // and as an application sees it
    Pod* gone = nullptr;                           // broke its connections before it had answered
    bool broken = false;                           // a connection, before the reply
    bool sent = false;                             // to that endpoint

    Pod* server(const Destination& destination) const {
        return endpoint == kUndecided ? nullptr : destination.endpoints[endpoint];
    }

    /// For the next thing that is drawn on this way, so that it depends on no other request.
    std::uint64_t next_key() { return random_key ^ (++drawn * 0xd1342543de82ef95U); }
};

/// A try that may outlive the wait for it.
struct Courier::Try : boost::intrusive_ref_counter<Try, boost::thread_unsafe_counter>, PooledFrame {
    Try(Simulation& simulation, const PreviousHosts& tried) : previous(tried), replied(simulation) {}

    PreviousHosts previous;
    Ledger ledger;
    Reply reply;
    Completion replied;
    Journey* journey = nullptr; // while it is on its way
};

} // namespace meshcast
