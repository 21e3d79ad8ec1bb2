#pragma once

#include "engine/completion.h"
#include "engine/frame_pool.h"
#include "sim/model/data_plane.h"

#include <array>
#include <cstdint>
#include <memory>
#include <unordered_map>
#include <vector>

namespace meshcast {

class Proxy;
class ConnectionPool;
struct Pod;

/// A proxy on a connection's way, and the worker thread there that owns the connection.
struct Passage {
    Proxy* proxy = nullptr;
    std::uint16_t worker = 0;
};

/// A transport connection from the application or proxy that opened it to the next layer-7 proxy or to the
/// server's application. Layer-4 proxies between carry it without ending it.
struct Connection : PooledFrame {
    Connection(Simulation& simulation, bool many_streams) : shared(many_streams), established(simulation) {}

    std::array<Passage, kMostStations>
        passages; // in order; the last is where it ends, unless that is the application
    std::uint8_t passage_count = 0;
    std::uint8_t next_station = 0; // of the path, behind its end
    bool ends_at_application = false;
    bool shared;             // HTTP/2: many requests at once
    Pod* endpoint = nullptr; // the server's pod, where this leg settles it
    Proxy* opener = nullptr; // nullptr: an application
    std::uint32_t streams = 0;
    Completion established;
    ConnectionPool* home = nullptr;
    std::size_t slot = 0; // in its home
};

/// Connections of one opener to one target. HTTP/1.1: one request at a time each. HTTP/2: all requests on
/// one.
class ConnectionPool {
  public:
    /// An idle connection, most recently used first (shared: the one there is, perhaps not established yet);
    /// nullptr when one must be opened.
    Connection* take(bool shared);

    /// Adds a connection that is taken, not established yet.
    Connection& add(Simulation& simulation, bool shared);

    /// A request is done with it.
    void put_back(Connection& connection);

    /// Forgets an unused connection.
    void close(Connection& connection);

    std::size_t size() const { return all_.size(); }

  private:
    std::vector<std::unique_ptr<Connection>> all_;
    std::vector<Connection*> idle_;
};

/// All pools of one opener.
class ConnectionPools {
  public:
    enum class Target : std::uint8_t { Service, Pod };

    /// `worker` is the opener's own: Envoy keeps its pools per worker thread.
    ConnectionPool& find(std::uint16_t worker, Target target, std::uint32_t id);

  private:
    std::unordered_map<std::uint64_t, ConnectionPool> pools_;
};

} // namespace meshcast
