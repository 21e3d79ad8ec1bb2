#pragma once

#include "engine/random.h"
#include "engine/resource.h"
#include "engine/simulation.h"
#include "engine/task.h"
#include "sim/cluster/cgroup.h"
#include "sim/cluster/links.h"
#include "sim/model/data_plane.h"
#include "sim/proxy/upstreams.h"
#include "sim/telemetry/component.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>

namespace meshcast {

enum class Direction { Request, Reply };

/// Mutual TLS at the beginning of a connection.
enum class Handshake { None, Full, Resumed };

/// One running proxy: worker threads that messages queue for, the CPU each message burns, the connections it
/// holds.
class Proxy {
  public:
    using Worker = std::uint16_t;

    /// `cgroup` is whose CPU it burns: its own container's, or the application's for a Library.
    Proxy(Simulation& simulation, const ProxyProfile& profile, std::uint32_t id, Site site, Cgroup& cgroup,
          RandomStream random);

    /// The worker that a new connection belongs to. The kernel spreads accepts over listening threads by a
    /// hash of the connection's addresses (SO_REUSEPORT), so it is a random one.
    Worker assign_worker();

    /// A message goes through: arrives after `way`, waits for the worker, burns CPU on it.
    Task<> pass(Duration way, Worker worker, Direction direction, Bytes size, Ledger& ledger);

    /// Sets up a connection on the worker that will own it.
    Task<> open_connection(Worker worker, Handshake handshake, Ledger& ledger);

    void connection_opened() { ++connections_; }

    void connection_closed() { --connections_; }

    /// Memory it needs now, knowing so many clusters (service ports) and endpoints.
    Bytes memory(std::int64_t clusters, std::int64_t endpoints) const;

    /// Seconds its workers were taken, together, since the start.
    double busy_seconds(Time now) const;

    /// How many threads that is out of.
    std::size_t threads() const;

    const ProxyProfile& profile() const { return profile_; }

    /// Number in the cluster, unique.
    std::uint32_t id() const { return id_; }

    const Site& site() const { return site_; }

    /// CPU time its messages and handshakes took since the start, in seconds of its machine.
    double cpu_seconds() const { return to_seconds(used_) / site_.machine->speed(); }

    /// Those it sends to.
    Upstreams& upstreams() { return upstreams_; }

  private:
    /// A group of threads with one queue. Dispatch::Connection: one thread each; Shared: all of them in one.
    struct Crew {
        Crew(Simulation& simulation, std::size_t count) : threads(simulation, count) {}

        Resource threads;
        Time last_ran = kStart - std::chrono::hours(1); // cold at first
        Time busy_until = kStart;                       // with work deferred from earlier messages
    };

    std::span<std::optional<Crew>> crews() const { return {crews_.get(), crew_count_}; }

    /// CPU of a whole request, both directions and what is deferred, as it comes to this crew now.
    double request_cpu_seconds(const Crew& crew);
    void defer(Crew& crew, Duration cpu);

    Simulation& simulation_;
    const ProxyProfile& profile_;
    std::uint32_t id_;
    Site site_;
    Cgroup& cgroup_;
    RandomStream random_;
    double jitter_mu_; // lognormal of mean 1 and the profile's cv
    double jitter_sigma_;
    std::size_t crew_count_ = 1;
    std::unique_ptr<std::optional<Crew>[]> crews_; // in one piece, though a crew cannot move; all of them set
    Duration used_{};                              // at machine speed 1
    std::int64_t connections_ = 0;
    Upstreams upstreams_;
};

} // namespace meshcast
