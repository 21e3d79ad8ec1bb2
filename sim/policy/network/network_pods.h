#pragma once

#include "sim/model/address.h"
#include "sim/model/label_selector.h"
#include "sim/model/topology.h"
#include "sim/policy/network/network_settings.h"
#include "sim/policy/network/pod_set.h"

#include <map>
#include <string>
#include <vector>

namespace meshcast {

/// The pods of one workload, which policies cannot tell apart.
struct NetworkPod {
    const Workload* workload = nullptr;
    Labels labels; // of the pod; with Cilium also its own, such as io.kubernetes.pod.namespace
    std::vector<Address> addresses; // where known
    std::vector<ContainerPort> ports;
    bool is_host = false; // shares its node's network and counts as the node
};

/// All of a topology that policies may mean: its workloads in their order, then the unsimulated ones.
class NetworkPods {
  public:
    NetworkPods(const Topology& topology, const NetworkSettings& settings);

    const std::vector<NetworkPod>& all() const { return pods_; }

    const Topology& topology() const { return topology_; }

    const NetworkSettings& settings() const { return settings_; }

    PodSet none() const { return PodSet(pods_.size()); }

    PodSet in_namespace(const std::string& name_space, const LabelSelector& pods) const;

    /// Of the namespaces with fitting labels. Each has kubernetes.io/metadata.name, declared or not.
    PodSet in_namespaces(const LabelSelector& namespaces, const LabelSelector& pods) const;

    PodSet anywhere(const LabelSelector& pods) const;

  private:
    struct NamespacePods {
        Labels labels;
        std::vector<std::size_t> pods;
    };

    void add(const Workload& workload);
    void add_cilium_labels(NetworkPod& pod) const;
    void select(const NamespacePods& from, const LabelSelector& pods, PodSet& into) const;

    const Topology& topology_;
    NetworkSettings settings_;
    std::vector<NetworkPod> pods_;
    std::map<std::string, NamespacePods, std::less<>> namespaces_;
};

} // namespace meshcast
