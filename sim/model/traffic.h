#pragma once

#include "engine/distribution.h"
#include "sim/model/origin.h"
#include "sim/model/rate_curve.h"
#include "sim/model/topology.h"
#include "sim/model/units.h"

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

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

/// Always Traffic::rate.
struct Steady {};

/// A rate that goes round phases of random length: two phases are on-off traffic, all exponential a
/// Markov-modulated Poisson process.
struct RatePhases {
    struct Phase {
        Rate rate;
        Duration mean{}; // of its length
    };

    enum class Lengths : std::uint8_t { Exponential, Fixed };

    std::vector<Phase> phases; // each with a length, one at least with a rate
    Lengths lengths = Lengths::Exponential;
};

/// Requests that start when recorded ones did, whatever else Traffic says of rate and arrival.
struct Recording {
    static constexpr std::uint32_t kUsualOperation = UINT32_MAX; // Traffic::operation

    struct Request {
        Duration at{};
        std::uint32_t operation = kUsualOperation; // index of `operations`
    };

    struct Operation {
        std::string name;
        Origin origin; // where it is first asked for
    };

    std::vector<Request> requests; // by time
    std::vector<Operation> operations;
};

/// How many requests start when. All but Steady are open loop.
using RatePattern = std::variant<Steady, RateCurve, RatePhases, Recording>;

/// The file that a pattern is read from; without a path: none.
struct ReplayFile {
    std::string path;
    Origin origin;
};

/// One source of requests.
struct Traffic {
    std::string name;
    std::string from;      // workload (name or namespace/name) that sends; empty: a client outside the mesh
    std::string to;        // service
    int port = 0;          // 0: the service's first port
    std::string operation; // "GET /productpage"; empty: the callee's first operation
    std::string via;       // gateway, by name or namespace/name, or "gateway": the one that leads to the
                           // target; empty: none
    std::string host;      // that a gateway is asked for; empty: the first that leads to the target
    Rate rate{100};        // of Steady; ignored by Closed
    RatePattern pattern;   // RateCurve: Poisson, or Uniform without pacing connections; the others: Poisson
    ReplayFile replay;
    ArrivalKind arrival = ArrivalKind::Poisson;
    int connections = 0;                 // 0: as many as needed; at least 1 where paced_by_connections()
    bool keep_alive = true;              // false: a new connection a request
    std::optional<AppProtocol> protocol; // nullopt: the port's, else HTTP/1.1
    Distribution think_time;             // Closed only
    int sessions = 0;                    // users that its requests are of; 0: nobody knows whose they are
    double session_skew = 0;             // user k asks in proportion to 1 / k^skew; 0: all alike
    Bytes request_size = kibibytes(1);
    Origin origin;

    bool steady() const { return std::holds_alternative<Steady>(pattern); }
};

/// Whether requests start one by one on each of `connections`, every one after the reply to the last, not
/// when an arrival process says.
bool paced_by_connections(const Traffic& traffic);

/// Whether each of its requests is some user's: one of its sessions, or the user of closed arrivals who asks.
bool knows_its_users(const Traffic& traffic);

/// How many requests are to start in a run that long, on average; Closed: 0, for replies decide.
double expected_requests(const Traffic& traffic, Duration run);

/// The lowest and the highest rate in a run that long; of a recording both are its mean.
std::pair<Rate, Rate> rate_extremes(const Traffic& traffic, Duration run);

/// Scales every rate. A recording stays as it is.
void scale_rate(Traffic& traffic, double factor);

} // namespace meshcast
