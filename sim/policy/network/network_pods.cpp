#include "sim/policy/network/network_pods.h"

#include "sim/policy/selection.h"

namespace meshcast {

NetworkPods::NetworkPods(const Topology& topology, const NetworkSettings& settings)
    : topology_(topology), settings_(settings) {
    for (const Namespace& declared : topology.namespaces) {
        namespaces_[declared.metadata.name].labels = declared.metadata.labels;
    }
    for (const Workload& workload : topology.workloads) {
        namespaces_[workload.metadata.name_space];
    }
    for (const Workload& workload : topology.unsimulated) {
        namespaces_[workload.metadata.name_space];
    }
    for (auto& [name, name_space] : namespaces_) {
        name_space.labels["kubernetes.io/metadata.name"] = name;
    }
    pods_.reserve(topology.workloads.size() + topology.unsimulated.size());
    for (const Workload& workload : topology.workloads) {
        add(workload);
    }
    for (const Workload& workload : topology.unsimulated) {
        add(workload);
    }
}

void NetworkPods::add(const Workload& workload) {
    NetworkPod pod;
    pod.workload = &workload;
    pod.labels = workload.pod.labels;
    pod.is_host = workload.pod.host_network && !settings_.host_network_is_selected;
    if (settings_.cilium) {
        add_cilium_labels(pod);
    }
    for (const std::string& text : workload.addresses) {
        if (const std::optional<Address> address = parse_address(text)) {
            pod.addresses.push_back(*address);
        }
    }
    for (const Container& container : workload.pod.containers) {
        if (!container.init) {
            pod.ports.insert(pod.ports.end(), container.ports.begin(), container.ports.end());
        }
    }
    namespaces_[workload.metadata.name_space].pods.push_back(pods_.size());
    pods_.push_back(std::move(pod));
}

/// https://docs.cilium.io/en/stable/network/kubernetes/policy/
void NetworkPods::add_cilium_labels(NetworkPod& pod) const {
    const std::string& name_space = pod.workload->metadata.name_space;
    for (const auto& [key, value] : namespaces_.find(name_space)->second.labels) {
        pod.labels["io.cilium.k8s.namespace.labels." + key] = value;
    }
    pod.labels["io.kubernetes.pod.namespace"] = name_space;
    pod.labels["io.cilium.k8s.policy.serviceaccount"] = pod.workload->pod.service_account;
    pod.labels["io.cilium.k8s.policy.cluster"] = settings_.cluster;
}

void NetworkPods::select(const NamespacePods& from, const LabelSelector& pods, PodSet& into) const {
    for (const std::size_t pod : from.pods) {
        if (!pods_[pod].is_host && matches(pods, pods_[pod].labels)) {
            into.insert(pod);
        }
    }
}

PodSet NetworkPods::in_namespace(const std::string& name_space, const LabelSelector& pods) const {
    PodSet result = none();
    if (const auto found = namespaces_.find(name_space); found != namespaces_.end()) {
        select(found->second, pods, result);
    }
    return result;
}

PodSet NetworkPods::in_namespaces(const LabelSelector& namespaces, const LabelSelector& pods) const {
    PodSet result = none();
    for (const auto& [name, name_space] : namespaces_) {
        if (matches(namespaces, name_space.labels)) {
            select(name_space, pods, result);
        }
    }
    return result;
}

PodSet NetworkPods::anywhere(const LabelSelector& pods) const {
    return in_namespaces({}, pods);
}

} // namespace meshcast
