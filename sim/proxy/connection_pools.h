#pragma once

#include "engine/completion.h"
#include "engine/frame_pool.h"
#include "sim/cluster/pod_condition.h"
#include "sim/model/data_plane.h"
#include "sim/proxy/pool_gate.h"

#include <array>
#include <cstdint>
#include <memory>
#include <vector>

namespace meshcast {

class Proxy;
class ConnectionPool;

/// A proxy on a connection's way, and the worker thread there that owns the connection.
struct Passage {
    Proxy* proxy = nullptr;
    std::uint16_t worker = 0;
};

/// A transport connection from the application or proxy that opened it to the next layer-7 proxy or to the
/// server's application. Layer-4 proxies between carry it without ending it.
struct Connection : PooledFrame {
    std::array<Passage, kMostStations>
        passages; // in order; the last is where it ends, unless that is the application
    std::uint8_t passage_count = 0;
    std::uint8_t next_station = 0; // of the path, behind its end
    bool ends_at_application = false;
    bool shared = false;                 // HTTP/2: many requests at once
    bool draining = false;               // takes no more requests, and is closed after the last
    bool counted = false;                // against its opener's limits
    bool failed = false;                 // was never established
    bool plain = false;                  // not encrypted, though the plane would
    std::uint32_t endpoint = UINT32_MAX; // of the destination, where this leg settles it
    std::uint32_t sockets = 0;           // of `peer`, when this was opened
    std::uint32_t streams = 0;
    std::uint32_t slot = 0;             // in its home
    std::int64_t given = 0;             // requests, where they are limited
    const PodCondition* peer = nullptr; // of that endpoint; nullptr: outside the cluster, or no endpoint
    Proxy* opener = nullptr;            // nullptr: an application
    ConnectionPool* home = nullptr;
    Connection* next_idle = nullptr;
    Completion* establishing = nullptr; // until it is established

    /// The other end has closed it.
    bool broken() const { return peer != nullptr && sockets != peer->sockets; }
};

/// Connections of one opener to one target. HTTP/1.1: one request at a time each. HTTP/2: all requests on
/// one.
class ConnectionPool {
  public:
    /// An idle connection, most recently used first (shared: the one there is, perhaps not established yet);
    /// nullptr when one must be opened.
    Connection* take(bool shared) {
        if (shared && !all_.empty() && !all_.front()->draining) {
            ++all_.front()->streams;
            return all_.front().get();
        }
        Connection* connection = idle_;
        if (connection != nullptr) {
            idle_ = connection->next_idle;
            ++connection->streams;
        }
        return connection;
    }

    /// Adds a connection that is taken, not established yet.
    Connection& add(bool shared);

    /// A request is done with it; others may use it.
    void put_back(Connection& connection) {
        --connection.streams;
        if (!connection.shared) {
            if (gate_ != nullptr && pass_on(connection)) [[unlikely]] {
                return;
            }
            connection.next_idle = idle_;
            idle_ = &connection;
        }
    }

    /// The last request on it is done with it and nobody else may use it.
    void close(Connection& connection);

    /// Nobody waits for the reply to the one request on it any more. It closes when the reply has come, but
    /// counts no longer.
    void abandon(Connection& connection);

    std::size_t size() const { return all_.size(); }

    /// The one gate of this pool, from now on.
    PoolGate& guarded_by(Simulation& simulation, CircuitBreakers& breakers) {
        if (gate_ == nullptr) {
            gate_ = std::make_unique<PoolGate>(simulation, breakers);
        }
        return *gate_;
    }

  private:
    bool pass_on(Connection& connection);
    void uncount(Connection& connection);

    std::vector<std::unique_ptr<Connection>> all_;
    Connection* idle_ = nullptr;     // a list, most recently used first
    std::unique_ptr<PoolGate> gate_; // nullptr: no limits
};

} // namespace meshcast
