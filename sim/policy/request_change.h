#pragma once

#include "sim/policy/request_facts.h"
#include "sim/policy/route.h"

#include <optional>
#include <string>

namespace meshcast {

/// The request that reaches a backend: path and host rewritten, headers edited by the rule and the backend's
/// share. `backend` is one of the decision's.
RequestFacts request_at_backend(const RequestFacts& request, const RouteDecision& decision,
                                const ChosenBackend& backend);

/// Where a redirect sends the client. Empty parts are left to the client: the request's own.
struct Location {
    std::string scheme;
    std::string host;
    int port = 0; // 0: the scheme's own
    std::string path;
};

Location redirect_location(const RequestFacts& request, const RouteDecision& decision);

/// Edits of a header list in the order remove, set, add; names case aside. Several values of one name are
/// joined by commas.
void apply(const HeaderEdits& edits, HeaderValues& headers);

/// The headers a browser is answered under a CORS policy; nothing where the origin is not allowed or there is
/// none. `preflight`: the request asks before it sends (OPTIONS with Access-Control-Request-Method).
struct CorsAnswer {
    bool preflight = false; // answered by the proxy, 200
    HeaderValues headers;
};

std::optional<CorsAnswer> cors_answer(const RequestFacts& request, const CorsPolicy& policy);

} // namespace meshcast
