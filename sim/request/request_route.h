#pragma once

#include "engine/time.h"
#include "sim/model/route_rule.h"

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace meshcast {

struct Destination;

/// A retry policy, ready to be asked.
/// https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_filters/router_filter
struct RetryPlan {
    int attempts = 0; // beyond the first
    std::optional<Duration> per_try_timeout;
    Duration backoff{std::chrono::milliseconds(25)};
    bool on_5xx = false;
    bool on_gateway_error = false; // 502, 503, 504
    bool on_connect_failure = false;
    bool on_reset = false;         // no reply at all
    bool on_retriable_4xx = false; // 409
    bool on_rate_limited = false;  // 429 of a rate limit
    bool on_unavailable = false;   // gRPC, which we carry as HTTP 503
    std::vector<int> statuses;
    bool other_hosts = false;          // prefers those that were not tried
    std::optional<RetryBudget> budget; // of all requests together

    RetryPlan() = default;
    explicit RetryPlan(const RetryPolicy& policy);

    /// `status` 0: there was no reply; `connected`: but there was a connection.
    bool covers(int status, bool connected, bool grpc) const;

    /// Before retry number 1, 2, ...: uniform in [0, (2^number - 1) backoff), at most ten times the backoff.
    Duration pause(int number, double uniform) const;
};

/// What the proxy that routes does with the requests of one caller for one operation of one service: a
/// RouteDecision with every name resolved.
struct RequestRoute {
    struct Share {
        double up_to = 1;                   // of all shares before it and its own, 0..1
        Destination* destination = nullptr; // nullptr: answered with `status` instead
        int status = 503;
        std::string_view flag;
    };

    /// What a mirror gets.
    struct Copy {
        Destination* destination = nullptr;
        double share = 1; // of the requests, 0..1
    };

    int status = 0; // the answer to all requests; 0: a share decides
    std::string_view flag;
    std::vector<Share> shares;
    std::vector<Copy> mirrors;
    std::optional<Fault> fault;
    std::optional<Duration> timeout; // of all tries together
    RetryPlan retries;

    /// The share that a number in [0, 1) falls into.
    const Share& pick(double uniform) const;
};

/// The routes of one caller for one operation as configuration changes: one for each stage, and the one in
/// force. Requests on their way keep the one they met.
struct StagedRoute {
    const RequestRoute* now = nullptr;
    std::vector<const RequestRoute*> stages; // empty: always the same

    void enter(std::size_t stage) { now = stages.empty() ? now : stages[stage]; }
};

} // namespace meshcast
