#include "sim/request/cluster.h"

#include "sim/cluster/placement.h"
#include "sim/policy/enrolment.h"
#include "sim/policy/scaling.h"
#include "sim/policy/selection.h"

#include <algorithm>
#include <cassert>

namespace meshcast {

namespace {

std::optional<MilliCpu> cpu_limit(const PodTemplate& pod) {
    // Containers of one pod each have their own quota; the application is modelled as one container, so its
    // limit is the sum, and there is none unless every container has one.
    MilliCpu sum{};
    for (const Container& container : pod.containers) {
        if (container.init) {
            continue;
        }
        if (!container.cpu_limit) {
            return std::nullopt;
        }
        sum += *container.cpu_limit;
    }
    return sum.count > 0 ? std::optional(sum) : std::nullopt;
}

} // namespace

Cluster::Cluster(Simulation& simulation, const Scenario& scenario, const Directory& directory,
                 const DataPlane& plane, std::uint64_t replication)
    : simulation_(simulation),
      scenario_(scenario),
      directory_(directory),
      plane_(plane),
      replication_(replication) {
    build_pods();
    build_proxies();
}

RandomStream Cluster::stream(std::string_view component, std::string_view purpose) const {
    return {scenario_.seed, replication_, component, purpose};
}

void Cluster::build_pods() {
    const auto& workloads = scenario_.topology.workloads;
    std::vector<PodRequest> requests;
    std::vector<std::size_t> owners;
    const std::vector<ReplicaRange> ranges = replica_ranges(directory_);
    const std::size_t nodes = std::max<std::size_t>(1, scenario_.topology.nodes.size());
    for (std::size_t w = 0; w < workloads.size(); ++w) {
        const std::size_t replicas =
            workloads[w].kind == WorkloadKind::DaemonSet ? nodes : static_cast<std::size_t>(ranges[w].most);
        requests.insert(requests.end(), replicas, effective_request(workloads[w].pod));
        owners.insert(owners.end(), replicas, w);
    }

    const PodPlacement placement = place_pods(scenario_.topology.nodes, requests);
    overcommitted_ = placement.overcommitted;
    for (const Node& node : placement.nodes) {
        const auto cores = static_cast<int>(std::max<std::int64_t>(1, (node.cpu.count + 999) / 1000));
        machines_.emplace_back(simulation_, node.metadata.name, node.zone, cores,
                               scenario_.network.machine_speed, node.region, node.subzone);
    }

    pods_of_.resize(workloads.size());
    for (std::size_t i = 0; i < owners.size(); ++i) {
        const Workload& workload = workloads[owners[i]];
        Machine& machine = machines_[placement.node_of[i]];
        Pod& pod = pods_.emplace_back(simulation_, machine, cpu_limit(workload.pod));
        pod.id = static_cast<std::uint32_t>(i);
        pod.workload = static_cast<std::uint32_t>(owners[i]);
        pod.labels = &workload.pod.labels;
        pod.client.pod = &pod;
        pod.client.site = {&machine, next_site_++};
        pod.enrolled =
            is_enrolled(plane_, scenario_.enrolment, scenario_.security.injection, directory_, workload);
        pod.proxies.resize(plane_.proxies.size(), nullptr);
        pods_of_[owners[i]].push_back(&pod);
        machine_of_.push_back(&machine);
    }
}

void Cluster::build_proxies() {
    for (std::size_t p = 0; p < plane_.proxies.size(); ++p) {
        const ProxyProfile& profile = plane_.proxies[p];
        if (profile.placement == Placement::Waypoint || profile.placement == Placement::Gateway) {
            continue; // made for who has one
        }
        std::map<const Machine*, Proxy*> on_node;
        if (profile.placement == Placement::Node) {
            for (Machine& machine : machines_) {
                const Site site{&machine, Site::kNoPod};
                on_node[&machine] = &add_proxy(p, site, machine, nullptr, machine.name());
            }
        }
        std::vector<std::size_t> ordinal(scenario_.topology.workloads.size(), 0);
        for (Pod& pod : pods_) {
            if (!pod.enrolled) {
                continue;
            }
            Machine& machine = *machine_of_[pod.id];
            if (profile.placement == Placement::Node) {
                pod.proxies[p] = on_node[&machine];
                continue;
            }
            Cgroup* application = profile.placement == Placement::Library ? &pod.cgroup : nullptr;
            const Metadata& owner = scenario_.topology.workloads[pod.workload].metadata;
            pod.proxies[p] =
                &add_proxy(p, pod.site(), machine, application,
                           qualified_name(owner) + "/" + std::to_string(ordinal[pod.workload]++));
        }
    }
}

Proxy& Cluster::add_proxy(std::size_t profile, Site site, Machine& machine, Cgroup* application,
                          std::string_view path) {
    const ProxyProfile& shape = plane_.proxies[profile];
    Cgroup* cgroup = application;
    if (cgroup == nullptr) {
        cgroup = &proxy_cgroups_.emplace_back(simulation_, machine, shape.cpu_limit);
    }
    return proxies_
        .emplace_back(
            ProxyInstance{profile, Proxy(simulation_, shape, static_cast<std::uint32_t>(proxies_.size()),
                                         site, *cgroup, stream(path, shape.name))})
        .proxy;
}

const std::vector<Proxy*>& Cluster::proxies_of(const Gateway& gateway, const Workload* workload) {
    std::vector<Proxy*>& group = gateways_[&gateway];
    if (!group.empty()) {
        return group;
    }
    const auto found = std::ranges::find(plane_.proxies, Placement::Gateway, &ProxyProfile::placement);
    assert(found != plane_.proxies.end() && "planes are given one where traffic comes through a gateway");
    const auto profile = static_cast<std::size_t>(found - plane_.proxies.begin());
    const std::string name = "gateway " + qualified_name(gateway.metadata);
    if (workload != nullptr) {
        for (Pod* pod : pods_of(directory_.index_of(*workload))) {
            const std::string path = name + "/" + std::to_string(group.size());
            group.push_back(&add_proxy(profile, pod->site(), *machine_of_[pod->id], &pod->cgroup, path));
        }
    }
    if (group.empty()) {
        Machine& machine = machines_[(gateways_.size() - 1) % machines_.size()];
        group.push_back(&add_proxy(profile, Site{&machine, next_site_++}, machine, nullptr, name));
    }
    return group;
}

std::vector<Proxy*> Cluster::waypoints_for(const Service& service) {
    const auto profile = std::ranges::find(plane_.proxies, Placement::Waypoint, &ProxyProfile::placement);
    if (profile == plane_.proxies.end() || !has_waypoint(plane_, directory_, service)) {
        return {};
    }
    const std::string owner = plane_.waypoint_scope == WaypointScope::Service
                                  ? qualified_name(service.metadata)
                                  : service.metadata.name_space;
    std::vector<Proxy*>& group = waypoints_[owner];
    if (group.empty()) {
        // A pod of its own; spread over the nodes in order of creation.
        Machine& machine = machines_[(waypoints_.size() - 1) % machines_.size()];
        group.push_back(&add_proxy(static_cast<std::size_t>(profile - plane_.proxies.begin()),
                                   Site{&machine, next_site_++}, machine, nullptr, owner));
    }
    return group;
}

} // namespace meshcast
