#pragma once

#include "engine/time.h"
#include "sim/model/origin.h"
#include "sim/model/units.h"

#include <string>

namespace meshcast {

/// Asking again while the first answer is still awaited; the first good answer counts, the others are given
/// up. Applies to the calls of workloads: at their layer-7 proxy, else in a library of theirs.
/// https://www.envoyproxy.io/docs/envoy/latest/intro/arch_overview/http/http_routing#request-hedging
struct Hedging {
    static constexpr int kMostAttempts = 4;

    std::string to; // service
    Duration after{};
    int attempts = 1; // beyond the first, each `after` the one before
    Origin origin;
};

/// A token bucket that the proxies on a service's side ask before they let a request through: the server's
/// own of layer 7, else its waypoint.
/// https://www.envoyproxy.io/docs/envoy/latest/intro/arch_overview/other_features/global_rate_limiting
struct RateLimit {
    enum class Scope {
        Local,  // a bucket for each proxy
        Global, // one for all, in a service that the proxy asks
    };

    static constexpr Duration kAsking{std::chrono::milliseconds(1)}; // assumed

    std::string service;
    Scope scope = Scope::Local;
    Rate rate;
    int burst = 1;
    Duration latency = kAsking; // of asking the service; Global only
    Origin origin;
};

} // namespace meshcast
