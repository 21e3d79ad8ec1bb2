#pragma once

#include "sim/model/scenario.h"
#include "sim/policy/destination_policy.h"
#include "sim/policy/directory.h"
#include "sim/policy/ingress.h"
#include "sim/policy/route.h"
#include "sim/proxy/rate_limiter.h"
#include "sim/request/cluster.h"
#include "sim/request/courier.h"
#include "sim/request/program.h"
#include "sim/request/request_route.h"
#include "sim/telemetry/result.h"

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

namespace meshcast {

/// Resolves the names in behaviours and traffic to the running objects they mean.
class Linker {
  public:
    /// Gives every pod its program.
    Linker(Simulation& simulation, const Scenario& scenario, const Directory& directory,
           const DataPlane& plane, Cluster& cluster);

    /// What one source of traffic asks for, and the edge its requests count on.
    std::pair<Errand, std::uint32_t> link(const Traffic& traffic);

    std::deque<RequestRoute>& routes() { return routes_; }

    /// Everything that requests can go to.
    std::deque<Destination>& destinations() { return destinations_; }

    /// By Errand::operation.
    std::vector<std::string> operations() const;

    /// By edge number.
    const std::vector<EdgeKey>& edges() const { return edges_; }

  private:
    /// Of a gateway: what it was first asked for, and where that is sent.
    struct Entrance {
        RequestFacts request;
        Destination* door = nullptr;
    };

    void bind_programs(Simulation& simulation);
    std::vector<const Behavior*> behaviors_by_workload() const;
    /// Appends what the step, or each of them, comes to.
    void compile(const Step& step, const Workload& caller, Instructions& instructions);
    Instructions compile(const std::vector<Step>& steps, const Workload& caller);
    Errand errand(const Service& service, int port, const std::string& operation, Bytes size,
                  const Workload* caller);

    /// Of a client outside the cluster, whose requests come through a gateway. The first that a source asks
    /// for decides which; the gateway may have no route for the others.
    Errand errand_through_gateway(const Traffic& traffic, const Service& service, Errand asked);
    Destination& door_of(const Ingress& ingress, const Destination& behind);

    /// One service port, or of it the pods of one subset; `policies` are those in force for the caller.
    Destination& destination(const Service& service, int port, const std::string& subset = {},
                             const DestinationPolicies* policies = nullptr, bool from_gateway = false);
    void add_hedging(Errand& errand);
    const RequestRoute* route_for(const Service& service, int port, const std::string& operation,
                                  const Workload& caller);
    DestinationPolicies policies_for(const Caller& caller, std::string_view host,
                                     const Service& service) const;
    bool reads_istio() const;
    void resolve_mirrors(const RouteRule& rule, const RequestFacts& request, RequestRoute& resolved);
    void protect(const Service& service, Destination& destination);
    RateLimiter* limiter_before(const Workload& workload);
    RequestRoute resolve(const RouteDecision& decision, const RequestFacts& request);
    std::vector<Station> path_to(const Destination& destination, bool client_enrolled) const;
    std::uint32_t edge(std::string from, const Service& to);
    std::uint32_t operation(std::string_view name);

    const Scenario& scenario_;
    const Directory& directory_;
    const DataPlane& plane_;
    Cluster& cluster_;
    std::deque<Program> programs_; // by workload
    std::deque<Destination> destinations_;
    /// By service, port, subset, the policy in force, and whether a gateway asks.
    std::map<std::tuple<std::size_t, int, std::string, const DestinationPolicy*, bool>, Destination*>
        destination_of_;
    std::optional<RouteIndex> route_index_; // where the plane reads routes and there are some
    std::map<std::tuple<std::string, std::string, const Service*>, Entrance> entrances_; // by via and host
    std::deque<RequestRoute> routes_;
    std::map<const Destination*, const RequestRoute*> plain_routes_;
    std::map<const RateLimit*, RateLimiter> limiters_;
    std::map<std::tuple<const Workload*, const Service*, int, std::string>, const RequestRoute*> route_of_;
    std::vector<EdgeKey> edges_;
    std::map<EdgeKey, std::uint32_t> edge_of_;
    std::map<std::string, std::uint32_t, std::less<>> operations_;
};

} // namespace meshcast
