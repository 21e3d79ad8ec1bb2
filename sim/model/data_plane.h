#pragma once

#include "engine/time.h"
#include "sim/model/certificates.h"
#include "sim/model/dialect.h"
#include "sim/model/origin.h"
#include "sim/model/units.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace meshcast {

/// A data plane: where its proxies sit, what one of them costs, and which of them a request walks through.
/// Read from scenarios/planes/*.yaml; a new plane is a new file.

/// Where a number comes from. `assumed` numbers were not measured for this proxy; every report names those in
/// use.
struct Citation {
    std::string figure; // "server sidecar CPU"
    std::string value;  // as published, "0.20 vCPU at 1000 rps"
    std::string conditions;
    std::string source; // repository@commit path, document, or paper
    bool assumed = false;
};

enum class Placement {
    Pod,      // one beside each enrolled workload pod (sidecar)
    Node,     // one per node, shared by its pods (ztunnel, Cilium's Envoy, the eBPF data path)
    Waypoint, // pods of its own, one group per namespace or service
    Library,  // inside the application's own process (proxyless gRPC)
    Gateway,  // where traffic enters the cluster; on no path of a plane
};

enum class Layer { L4, L7 };

/// Which worker thread takes a message: the one that owns the connection (Envoy), or whichever is free
/// (tokio, eBPF).
enum class Dispatch { Connection, Shared };

/// CPU and time that one message costs a proxy, on a machine of speed 1 (see Network and Node speed in the
/// scenario).
///
/// CPU per request = request + cold * g / (g + cool_down), g being the time since that worker last ran:
/// caches and branch predictors cool while it idles. This is what makes measured CPU per request fall as the
/// rate rises. `inbound_share` of it is spent on the request's way in and `deferred_share` after the reply
/// has left (access logs and stats are written at the end of a stream); the rest on the reply's way back.
/// Deferred work keeps the worker from the next message where connections own workers (Dispatch::Connection).
struct ProxyCost {
    Duration request{};
    Duration cold{};
    Duration cool_down{std::chrono::milliseconds(1)};
    double cv = 0;              // coefficient of variation of the CPU per message (lognormal)
    double inbound_share = 0.5; // 0..1
    double deferred_share = 0;  // 0..1 - inbound_share
    double cpu_ns_per_byte = 0; // copying and, where the plane encrypts, AES-GCM
    Duration connection{};      // CPU to accept or open a connection
    Duration handshake{};       // CPU a side for a full mutual TLS 1.3 handshake
    Duration resumption{};      // CPU a side for one that resumes a session (PSK with a fresh key exchange)
    Duration traversal{}; // latency of one pass that is not the proxy's CPU: redirection, socket hand-over,
                          // wake-up
    MilliCpu idle{};      // burnt with no traffic at all
};

struct ProxyMemory {
    Bytes base;
    Bytes per_connection;
    Bytes per_cluster;  // a cluster is one service port visible to the proxy
    Bytes per_endpoint; // of those clusters
};

struct ProxyProfile {
    std::string name;  // "sidecar"
    std::string title; // "Envoy sidecar"
    Placement placement = Placement::Pod;
    Layer layer = Layer::L7;
    int workers = 2; // threads; 0: as many as the node has cores
    Dispatch dispatch = Dispatch::Connection;
    Duration resumes_for{}; // how long it keeps the last TLS session with each cluster; 0: resumes none
    ProxyCost cost;
    ProxyMemory memory;
    MilliCpu cpu_request; // what the scheduler reserves for one
    Bytes memory_request;
    std::optional<MilliCpu> cpu_limit;
};

enum class PathSide { Client, Waypoint, Server };

/// No path has more stations; the profile reader refuses it.
inline constexpr std::size_t kMostStations = 4;

/// One station of a request's way from client to server application; replies walk the stations in reverse.
struct PathStation {
    std::string proxy; // ProxyProfile::name
    PathSide at = PathSide::Client;
};

/// Which services get a waypoint.
enum class WaypointScope {
    None,
    Labelled,  // those with istio.io/use-waypoint, on the service or its namespace
    Namespace, // one for every namespace
    Service,   // one for every service
};

enum class BalanceUnit { Connection, Request };

/// A label or annotation on a pod template (or, failing that, its namespace) that keeps it out of the mesh.
struct OptOut {
    enum class Where { Label, Annotation };
    Where where = Where::Label;
    std::string key;
    std::string value;
};

/// How a change of endpoints gets to those who send: it is seen, changes that come together are collected
/// until nothing has come for a while, and what came of them is passed on.
struct ControlPlane {
    Duration watch{std::chrono::milliseconds(20)};       // until the change is seen
    Duration debounce{std::chrono::milliseconds(100)};   // Istio: PILOT_DEBOUNCE_AFTER
    Duration longest_debounce{std::chrono::seconds(10)}; // Istio: PILOT_DEBOUNCE_MAX
    Duration push{std::chrono::milliseconds(50)};        // until the last proxy has it
};

struct DataPlane {
    std::string name;    // "istio-sidecar"
    std::string title;   // "Istio sidecars"
    std::string version; // of the system the numbers describe
    std::string description;
    std::vector<ProxyProfile> proxies;
    std::vector<PathStation> path;
    std::string balancer = "random"; // a policy of sim/balance
    BalanceUnit balance_unit = BalanceUnit::Connection;
    bool mtls = false;      // between the plane's own proxies
    bool multiplex = false; // HTTP/2 between proxies: many requests share a connection
    bool grpc_only = false; // only gRPC ports go through the plane (proxyless)
    WaypointScope waypoint_scope = WaypointScope::None;
    std::vector<Dialect> dialects; // whose routes and policies it reads
    std::vector<OptOut> opt_outs;
    bool skips_host_network = true; // host-network pods stay outside
    ControlPlane control;
    CertificateRules certificates; // where `mtls`
    std::vector<Citation> citations;
    Origin origin;

    bool reads(Dialect dialect) const { return std::ranges::find(dialects, dialect) != dialects.end(); }

    /// Whether some of its proxies sit there.
    bool has(Placement placement) const {
        return std::ranges::find(proxies, placement, &ProxyProfile::placement) != proxies.end();
    }
};

} // namespace meshcast
