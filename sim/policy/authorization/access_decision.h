#pragma once

#include "sim/model/origin.h"
#include "sim/model/route_rule.h"

#include <string>
#include <vector>

namespace meshcast {

// How proxies answer over HTTP what they do not let through.
inline constexpr int kBadRequest = 400;
inline constexpr int kUnauthorized = 401;
inline constexpr int kForbidden = 403;
inline constexpr int kNotFound = 404;

/// Whether a request (or a connection) comes through, and who says so.
struct AccessDecision {
    bool allowed = true;
    int status = 0;                  // HTTP answer where it does not; 0: there is none
    bool closed = false;             // the connection is closed instead
    std::string grpc_status;         // what a gRPC client is told: "PERMISSION_DENIED"
    std::string enforced_at;         // "sidecar", "gateway", "waypoint", "ztunnel", "proxy"
    std::string object;              // "AuthorizationPolicy foo/deny-get"; empty: none decided
    Origin origin;                   // of its rule, where one decided; else its own
    std::string because;             // a sentence
    std::string details;             // as the proxy logs them: "rbac_access_denied_matched_policy[none]"
    std::vector<std::string> logged; // objects that only log, and would
    HeaderValues headers;            // of the request, as whoever is asked next sees them
};

} // namespace meshcast
