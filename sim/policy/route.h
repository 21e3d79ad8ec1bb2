#pragma once

#include "sim/policy/directory.h"
#include "sim/policy/known_hosts.h"
#include "sim/policy/request_facts.h"
#include "sim/policy/route_order.h"

#include <string>
#include <vector>

namespace meshcast {

/// Where a share of the requests that a rule takes goes.
struct ChosenBackend {
    std::string host; // full
    int port = 0;
    std::string subset;
    double share = 1;                  // 0..1, the shares of a decision add up to 1
    const KnownHost* known = nullptr;  // nullptr: nobody knows the host, its share is answered 503
    const Backend* declared = nullptr; // nullptr: the service itself, no rule
    std::string invalid;               // why its share is answered 500
};

struct RouteDecision {
    enum class Outcome {
        Forward,       // to the backends
        Redirect,      // the client is told to ask elsewhere
        Respond,       // directResponse
        NoRoute,       // the name is known, no rule takes the request: 404
        NoVirtualHost, // nobody knows the name here: 404
        NoListener,    // nothing listens on the port
        NoFilterChain, // what listens there wants TLS, or wants none: the connection is closed
        PassThrough,   // not routed: goes where the client dialled
        Refused,       // unknown destinations are refused, or the port is the proxy's own
    };

    Outcome outcome = Outcome::NoRoute;
    const Route* route = nullptr; // nullptr: no rule decided
    const RouteRule* rule = nullptr;
    const RequestMatch* match = nullptr;
    const ConnectionRule* connection = nullptr; // instead of `rule`, where the connection is not looked into
    Origin origin;                              // of the rule, else of the service
    std::string because;                        // a sentence: why this and no other
    std::string virtual_host;                   // the name under which the rule was found
    std::vector<ChosenBackend> backends;
    int status = 0; // the answer without a backend; 0: the backend answers
    int port = 0;   // the port rules and redirects speak of
};

/// What there is to know before a request comes. Made once of a routing and a topology that stay as they are.
class RouteIndex {
  public:
    RouteIndex(const Routing& routing, const Directory& directory)
        : routing_(routing), directory_(directory), known_(routing, directory.topology()) {}

    const Routing& routing() const { return routing_; }

    const Directory& directory() const { return directory_; }

    const KnownHosts& known() const { return known_; }

  private:
    const Routing& routing_;
    const Directory& directory_;
    KnownHosts known_;
};

/// What the client's proxy does with the request, decided as the systems themselves do: Istio's sidecars and
/// gateways (merge and order of VirtualServices, Sidecar scopes), the Gateway API's listeners and precedence,
/// routes for Services. The index must outlive the decision.
RouteDecision route(const RouteIndex& index, const RequestFacts& request);

std::string_view outcome_name(RouteDecision::Outcome outcome); // "forward", "no-route", ...

} // namespace meshcast
