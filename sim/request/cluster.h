#pragma once

#include "engine/simulation.h"
#include "sim/cluster/machine.h"
#include "sim/model/scenario.h"
#include "sim/policy/directory.h"
#include "sim/request/parties.h"

#include <cstdint>
#include <deque>
#include <map>
#include <span>
#include <string>
#include <vector>

namespace meshcast {

/// The machines, pods and proxies of one scenario under one data plane.
class Cluster {
  public:
    Cluster(Simulation& simulation, const Scenario& scenario, const Directory& directory,
            const DataPlane& plane, std::uint64_t replication);

    /// One running proxy, and whose CPU it burns.
    struct ProxyInstance {
        std::size_t profile; // index of DataPlane::proxies
        Proxy proxy;
    };

    std::deque<Pod>& pods() { return pods_; }

    const std::deque<Pod>& pods() const { return pods_; }

    /// The pods of Topology::workloads[workload].
    std::span<Pod* const> pods_of(std::size_t workload) const { return pods_of_[workload]; }

    std::deque<Machine>& machines() { return machines_; }

    const std::deque<ProxyInstance>& proxies() const { return proxies_; }

    /// Proxies of the waypoint that requests for this service pass; empty where it has none.
    std::vector<Proxy*> waypoints_for(const Service& service);

    /// The gateway's own proxies: one in each pod of `workload`, or of a pod made up where that is nullptr.
    const std::vector<Proxy*>& proxies_of(const Gateway& gateway, const Workload* workload);

    /// Pods whose requests fitted on no node.
    std::size_t overcommitted() const { return overcommitted_; }

    RandomStream stream(std::string_view component, std::string_view purpose) const;

  private:
    void build_pods();
    void build_proxies();
    Proxy& add_proxy(std::size_t profile, Site site, Machine& machine, Cgroup* application,
                     std::string_view path);

    Simulation& simulation_;
    const Scenario& scenario_;
    const Directory& directory_;
    const DataPlane& plane_;
    std::uint64_t replication_;

    std::deque<Machine> machines_;
    std::deque<Pod> pods_;
    std::vector<std::vector<Pod*>> pods_of_;
    std::vector<Machine*> machine_of_; // by pod
    std::deque<Cgroup> proxy_cgroups_;
    std::deque<ProxyInstance> proxies_;
    std::map<std::string, std::vector<Proxy*>> waypoints_;
    std::map<const Gateway*, std::vector<Proxy*>> gateways_;
    std::uint32_t next_site_ = 0; // network namespaces handed out
    std::size_t overcommitted_ = 0;
};

} // namespace meshcast
