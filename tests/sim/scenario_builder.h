#pragma once

#include "sim/model/scenario.h"

#include <string>
#include <vector>

namespace meshcast::test {

/// Scenarios in a few lines: workloads with a service of the same name, machines big enough not to matter, a
/// network that takes no time, prices of zero.
class ScenarioBuilder {
  public:
    ScenarioBuilder();

    /// A Deployment and a Service (port 80) of that name in namespace "default".
    ScenarioBuilder& workload(const std::string& name, std::vector<Step> script, int replicas = 1,
                              int workers = 0, AppProtocol protocol = AppProtocol::Http1);

    /// Poisson requests to `to` from outside the cluster.
    ScenarioBuilder& poisson(const std::string& to, double per_second);

    ScenarioBuilder& traffic(Traffic traffic);
    ScenarioBuilder& plane(DataPlane plane);
    ScenarioBuilder& network(Network network);
    ScenarioBuilder& duration(Duration duration, Duration warmup, int replications = 1);

    /// The workload added last.
    Workload& last_workload() { return scenario_.topology.workloads.back(); }

    Scenario& scenario() { return scenario_; }

    const Scenario& build() const { return scenario_; }

  private:
    Scenario scenario_;
};

Step compute(Distribution cpu);
Step wait(Distribution time);
Step call(const std::string& service, double probability = 1);
Step fail(double probability, int status);
Step parallel(std::vector<Step> branches);

/// No proxies: kube-proxy's random choice per connection.
DataPlane no_mesh();

/// A sidecar in every pod whose every message takes `cpu` (half a request) and nothing else costs anything.
DataPlane simple_sidecars(Duration cpu, int workers = 2);

} // namespace meshcast::test
