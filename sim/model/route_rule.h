#pragma once

#include "engine/time.h"
#include "sim/model/request_match.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace meshcast {

/// An object by name.
struct ObjectName {
    std::string name_space;
    std::string name;

    friend bool operator==(const ObjectName&, const ObjectName&) = default;
};

using HeaderValues = std::vector<std::pair<std::string, std::string>>;

/// In the order remove, set (replaces), add (appends). ":authority" and "host" name the request's host.
struct HeaderEdits {
    HeaderValues set;
    HeaderValues add;
    std::vector<std::string> remove;

    bool empty() const { return set.empty() && add.empty() && remove.empty(); }
};

struct PathRewrite {
    enum class Kind { None, Prefix, Full, Regex };

    Kind kind =
        Kind::None;   // Prefix: replaces what the match's path names; an exact or regex match: all of it
    std::string text; // Regex: \1 stands for its first group
    std::string regex;
};

struct Rewrite {
    PathRewrite path;
    std::string authority; // empty: kept
};

/// Where a share of the requests goes.
struct Backend {
    std::string host; // fully qualified where it is in the cluster
    int port = 0;     // 0: the service's only port, else the one the client asked for
    std::string subset;
    int weight = 1; // relative to the other backends of the rule
    HeaderEdits request;
    HeaderEdits response;
    std::optional<Rewrite> rewrite;
    std::string invalid; // why this share is answered 500 (Gateway API); empty: it is not
    Origin origin;
};

struct Redirect {
    enum class Port { FromRequest, FromScheme, Given };

    std::string scheme; // empty: the request's
    std::string host;   // empty: the request's
    Port port_from = Port::FromRequest;
    int port = 0; // Given only
    PathRewrite path;
    int status = 301;
};

struct DirectResponse {
    int status = 200;
    std::string body;
};

struct Mirror {
    Backend backend;
    double share = 1; // 0..1
};

/// Injected before a request is sent on.
struct Fault {
    double delay_share = 0; // 0..1
    Duration delay{};
    double abort_share = 0;  // 0..1, decided independently of the delay
    int abort_status = 0;    // HTTP; 0: a gRPC status
    std::string grpc_status; // "UNAVAILABLE"
};

/// Linkerd's limit on retries: a share of the first tries, and some a second on top.
struct RetryBudget {
    double ratio = 0.2;
    double min_per_second = 10;
    Duration window{std::chrono::seconds(10)};
};

/// Envoy's retry policy. Istio where nothing is said: 2 attempts beyond the first, 25 ms between them
/// (doubling, jittered, at most tenfold), on connect-failure, refused-stream, unavailable and cancelled, on a
/// host that was not tried before.
/// https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRetry
struct RetryPolicy {
    int attempts = 2;                        // beyond the first; 0: never
    std::optional<Duration> per_try_timeout; // nullopt: the whole timeout
    std::vector<std::string> retry_on{"connect-failure", "refused-stream", "unavailable", "cancelled"};
    std::vector<int> retriable_statuses;
    Duration backoff{std::chrono::milliseconds(25)}; // the first; each next one up to twice as long
    bool remote_localities = false;
    bool other_hosts = true;           // prefers hosts that were not tried yet
    std::optional<RetryBudget> budget; // Linkerd's ServiceProfile: in place of a number of attempts
    Origin origin;
};

struct CorsPolicy {
    std::vector<TextMatch> origins;
    std::vector<std::string> methods;
    std::vector<std::string> headers;
    std::vector<std::string> expose_headers;
    std::optional<Duration> max_age;
    bool credentials = false;
    bool forward_unmatched_preflights = true;
};

/// What happens to the requests that match. Exactly one of redirect, direct response and backends acts, in
/// this order.
struct RouteRule {
    std::string name;
    std::vector<RequestMatch> matches; // any of them; empty: every request
    std::optional<Redirect> redirect;
    std::optional<DirectResponse> direct_response;
    std::vector<Backend> backends; // none: 500 (Gateway API) or 503
    std::optional<Rewrite> rewrite;
    HeaderEdits request;
    HeaderEdits response;
    std::vector<Mirror> mirrors;
    std::optional<Fault> fault;
    std::optional<CorsPolicy> cors;
    std::optional<Duration> timeout; // of the whole request, retries included; nullopt: none
    std::optional<RetryPolicy> retries;
    std::optional<ObjectName> delegate; // a VirtualService that has the rest; no importer leaves one
    Origin origin;
};

/// The same for connections.
struct ConnectionRule {
    std::vector<ConnectionMatch> matches; // any of them; empty: every connection
    std::vector<Backend> backends;
    Origin origin;
};

} // namespace meshcast
