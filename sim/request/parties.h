#pragma once

#include "engine/resource.h"
#include "sim/balance/balancer.h"
#include "sim/cluster/cgroup.h"
#include "sim/cluster/links.h"
#include "sim/cluster/pod_condition.h"
#include "sim/model/data_plane.h"
#include "sim/model/resilience.h"
#include "sim/model/topology.h"
#include "sim/proxy/membership.h"
#include "sim/proxy/proxy.h"
#include "sim/proxy/upstreams.h"
#include "sim/request/host_views.h"
#include "sim/request/program.h"
#include "sim/request/tally.h"
#include "sim/telemetry/observer.h"

#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

namespace meshcast {

/// Who takes part in a request: pods, services and clients, while they run.

struct Pod;
class RateLimiter;

/// Whoever starts requests: a pod's application, or a load generator.
struct Client {
    Site site;
    Pod* pod = nullptr; // nullptr: outside the cluster, without any proxy
    Upstreams upstreams;
};

struct Pod {
    Client client; // its application as a caller
    const Program* program = nullptr;
    Cgroup cgroup;                   // the application's
    std::optional<Resource> workers; // absent: no limit
    std::vector<Proxy*> proxies;     // by index of DataPlane::proxies; nullptr where it has none of its own
    std::uint32_t id = 0;
    std::uint32_t workload = 0;
    const Labels* labels = nullptr; // of its template
    bool enrolled = false;
    PodCondition condition;

    Pod(Simulation& simulation, Machine& machine, std::optional<MilliCpu> limit)
        : cgroup(simulation, machine, limit) {}

    const Site& site() const { return client.site; }

    /// CPU time of a piece of work as the pod is now: slowed down, or not warm yet.
    Duration burdened(Duration cpu, Time now) const {
        if (!condition.hampered && !condition.fresh) [[likely]] {
            return cpu;
        }
        const double cold = condition.fresh ? program->start.factor(now - condition.started) : 1;
        return from_seconds(to_seconds(cpu) * condition.slowdown * cold);
    }
};

/// A station of the plane's path, bound to a profile.
struct Station {
    std::size_t profile = 0; // index of DataPlane::proxies
    Layer layer = Layer::L7;
    Placement placement = Placement::Pod;
    PathSide at = PathSide::Client;

    bool limits_rates() const {
        return layer == Layer::L7 && at != PathSide::Client && placement != Placement::Library;
    }
};

/// A service port that requests go to.
struct Destination {
    std::uint32_t id = 0;
    std::uint32_t service = 0; // index of Topology::services
    int port = 0;              // of that service
    AppProtocol protocol = AppProtocol::Http1;
    bool external = false; // endpoints outside the cluster
    const BalancerKind* balancer = nullptr;
    const Hedging* hedging = nullptr;    // nullptr: none
    RateLimiter* limiter = nullptr;      // nullptr: none
    Tally* tally = nullptr;              // of its requests; nullptr: nobody counts
    std::optional<ClusterPolicy> policy; // absent: none but the balancer
    std::unique_ptr<HostViews> views;    // nullptr: endpoints are all alike
    std::vector<Pod*> endpoints;
    Membership members; // which of them are in service
    std::vector<Proxy*> waypoints;
    std::array<std::vector<Station>, 2> paths; // by whether the client is enrolled

    /// How long whoever opens a connection waits for it. Applications have no such limit in common; Istio's
    /// stands for it.
    Duration connect_timeout() const {
        return policy ? policy->connect_timeout : PoolLimits{}.connect_timeout;
    }

    /// What `opener`, which is at `site` and sends for `client`, keeps about it.
    UpstreamCluster& seen_by(Upstreams& opener, const Site& site, const Client& client) const {
        return opener.cluster(id, [&] { return first_seen(site, client); });
    }

    std::unique_ptr<UpstreamCluster> first_seen(const Site& site, const Client& client) const;

    const std::vector<Station>& path_for(const Client& client) const {
        return paths[client.pod != nullptr && client.pod->enrolled ? 1 : 0];
    }

    /// How many stations a request of that client has passed once it is at the proxy that routes it: the
    /// first of layer 7, before the server's side. 0: nobody does.
    std::uint8_t routed_after(const Client& client) const {
        const std::vector<Station>& path = path_for(client);
        for (std::uint8_t i = 0; i < server_side(client); ++i) {
            if (path[i].layer == Layer::L7) {
                return static_cast<std::uint8_t>(i + 1);
            }
        }
        return 0;
    }

    /// Whether such a connection of that client's request ends at the proxy that limits rates: the last of
    /// layer 7, on the service's side.
    bool limited_at(const Client& client, const Connection& connection) const {
        return !connection.ends_at_application && connection.next_station == limited_after(client);
    }

    /// How many stations a request has passed then. 0: nobody does.
    std::uint8_t limited_after(const Client& client) const {
        const std::vector<Station>& path = path_for(client);
        for (std::size_t i = path.size(); i-- > 0;) {
            if (path[i].limits_rates()) {
                return static_cast<std::uint8_t>(i + 1);
            }
        }
        return 0;
    }

    /// The first station of the server's side.
    std::uint8_t server_side(const Client& client) const {
        const std::vector<Station>& path = path_for(client);
        return static_cast<std::uint8_t>(std::ranges::find(path, PathSide::Server, &Station::at) -
                                         path.begin());
    }
};

// Envoy's response flags for what a proxy answers itself.
inline constexpr std::string_view kNoHealthyUpstream = "UH";
inline constexpr std::string_view kOverflow = "UO";          // a circuit breaker
inline constexpr std::string_view kConnectFailure = "UF";    // refused, or not in time
inline constexpr std::string_view kReset = "UC";             // the connection broke before the reply
inline constexpr std::string_view kRetriesExhausted = "URX"; // it would be tried again
inline constexpr std::string_view kNoRoute = "NR";
inline constexpr std::string_view kNoCluster = "NC";
inline constexpr std::string_view kTimedOut = "UT";
inline constexpr std::string_view kFaultInjected = "FI";
inline constexpr std::string_view kDelayInjected = "DI";
inline constexpr std::string_view kRateLimited = "RL";
inline constexpr std::string_view kForbidden = "rbac"; // ours: Envoy sets no flag when a policy denies

// What an application sees for itself.
inline constexpr std::string_view kRefused = "refused"; // or no answer in time
inline constexpr std::string_view kNameNotFound = "dns";
inline constexpr std::string_view kConnectionReset = "reset";

/// What came back.
struct Reply {
    int status = 200;      // HTTP; 0: no connection
    std::string_view flag; // Envoy response flag, or ours for plain connections; static text
    Bytes size;
    std::uint32_t endpoint = UpstreamCluster::kService; // of the destination, that was to answer

    /// Whoever is refused by a rate limit or a policy has not got what it asked for.
    bool ok() const { return status > 0 && status < 500 && status != 429 && flag != kForbidden; }
};

inline FinishedRequest finished(const Reply& reply, Time started, Time now, const Ledger& ledger) {
    return {started, now, reply.status, reply.flag, !reply.ok(), &ledger};
}

} // namespace meshcast
