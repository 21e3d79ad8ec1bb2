#pragma once

#include "sim/model/scenario.h"
#include "sim/policy/directory.h"
#include "sim/request/cluster.h"
#include "sim/request/courier.h"
#include "sim/request/program.h"
#include "sim/telemetry/result.h"

#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <string_view>
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

    /// By edge number.
    const std::vector<EdgeKey>& edges() const { return edges_; }

  private:
    void bind_programs(Simulation& simulation);
    std::vector<const Behavior*> behaviors_by_workload() const;
    /// Appends what the step, or each of them, comes to.
    void compile(const Step& step, const Workload& caller, Instructions& instructions);
    Instructions compile(const std::vector<Step>& steps, const Workload& caller);
    Destination& destination(const Service& service, int port);
    std::vector<Station> path_to(const Destination& destination, bool client_enrolled) const;
    std::uint32_t edge(std::string from, const Service& to);
    std::uint32_t operation(std::string_view name);

    const Scenario& scenario_;
    const Directory& directory_;
    const DataPlane& plane_;
    Cluster& cluster_;
    std::deque<Program> programs_; // by workload
    std::deque<Destination> destinations_;
    std::map<std::pair<std::size_t, int>, Destination*> destination_of_; // by service and port
    std::vector<EdgeKey> edges_;
    std::map<EdgeKey, std::uint32_t> edge_of_;
    std::map<std::string, std::uint32_t, std::less<>> operations_;
};

} // namespace meshcast
