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

    /// What errands hold of them: stage 0 is the scenario's routing, stage n that after its n-th change.
    std::deque<StagedRoute>& staged_routes() { return staged_routes_; }

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
    const StagedRoute* route_for(const Service& service, int port, const std::string& operation,
                                 const Workload& caller);
    const RequestRoute* decide(const RouteIndex& stage, const RequestFacts& request, const Service& service);
    const StagedRoute* staged(std::vector<const RequestRoute*> stages);
    const StagedRoute* plain_route(Destination& destination);
    DestinationPolicies policies_for(const RouteIndex& stage, const Caller& caller, std::string_view host,
                                     const Service& service) const;
    void resolve_mirrors(const RouteIndex& stage, const RouteRule& rule, const RequestFacts& request,
                         RequestRoute& resolved);
    void protect(const Service& service, Destination& destination);
    RateLimiter* limiter_before(const Workload& workload);
    const RequestRoute* resolve(const RouteIndex& stage, const RouteDecision& decision,
                                const RequestFacts& request);
    std::vector<Station> path_to(const Destination& destination, bool client_enrolled) const;
    std::uint32_t edge(std::string from, const Service& to);
    std::uint32_t operation(std::string_view name);

    const Scenario& scenario_;
    const Directory& directory_;
    const DataPlane& plane_;
    Cluster& cluster_;
    std::deque<Program> programs_; // by workload
    std::deque<Destination> destinations_;
    /// By service, port, subset, the policies in force, and whether a gateway asks.
    std::map<std::tuple<std::size_t, int, std::string, std::string, bool>, Destination*> destination_of_;
    std::deque<RouteIndex> stages_; // where the plane reads routes and there are some; the first is in force
    std::map<std::tuple<std::string, std::string, const Service*>, Entrance> entrances_; // by via and host
    std::deque<RequestRoute> routes_;
    std::deque<StagedRoute> staged_routes_;
    std::map<const Destination*, const StagedRoute*> plain_routes_;
    std::map<const RateLimit*, RateLimiter> limiters_;
    std::map<std::tuple<const Workload*, const Service*, int, std::string>, const StagedRoute*> route_of_;
    std::vector<EdgeKey> edges_;
    std::map<EdgeKey, std::uint32_t> edge_of_;
    std::map<std::string, std::uint32_t, std::less<>> operations_;
};

} // namespace meshcast
