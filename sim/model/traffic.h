#pragma once

#include "engine/distribution.h"
#include "sim/model/origin.h"
#include "sim/model/topology.h"
#include "sim/model/units.h"

#include <optional>
#include <string>

namespace meshcast {

/// When requests start. All but Closed are open loop: they do not wait for replies, and latency counts from
/// the *intended* start (no coordinated omission).
enum class ArrivalKind {
    Poisson,  // independent, exponential gaps
    Uniform,  // as Burst, but the connections start staggered over one period (fortio -uniform)
    Jittered, // as Burst, each sleep varied by up to +-10 % (fortio -jitter)
    Burst,    // each connection paces itself at connections/rate, all starting together (fortio's default)
    Closed,   // `connections` users, each thinks, asks, waits
};

/// One source of requests.
struct Traffic {
    std::string name;
    std::string from;      // workload (name or namespace/name) that sends; empty: a client outside the mesh
    std::string to;        // service
    int port = 0;          // 0: the service's first port
    std::string operation; // "GET /productpage"; empty: the callee's first operation
    Rate rate{100};        // ignored by Closed
    ArrivalKind arrival = ArrivalKind::Poisson;
    int connections = 0; // 0: as many as needed (Poisson); Uniform, Jittered, Burst, Closed need at least 1
    bool keep_alive = true;              // false: a new connection a request
    std::optional<AppProtocol> protocol; // nullopt: the port's, else HTTP/1.1
    Distribution think_time;             // Closed only
    Bytes request_size = kibibytes(1);
    Origin origin;
};

} // namespace meshcast
