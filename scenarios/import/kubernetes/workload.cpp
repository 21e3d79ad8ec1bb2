#include "scenarios/diagnostics/catalogue.h"
#include "scenarios/import/kubernetes/kinds.h"
#include "scenarios/import/kubernetes/metadata.h"
#include "scenarios/import/kubernetes/pod_template.h"
#include "scenarios/import/kubernetes/spelling.h"

#include <limits>

namespace meshcast::kubernetes {

namespace {

const Fields kObjectFields{{"metadata", "spec"}, {"apiVersion", "kind", "status"}};

const Fields kSpecFields{{"replicas", "template"},
                         {"selector", "minReadySeconds", "paused", "progressDeadlineSeconds",
                          "revisionHistoryLimit", "rollbackTo", "strategy", "updateStrategy",
                          "templateGeneration", "serviceName", "volumeClaimTemplates", "podManagementPolicy",
                          "persistentVolumeClaimRetentionPolicy", "ordinals"}};

void read_workload(const yaml::Cursor& object, WorkloadKind kind, Topology& topology) {
    check_spelling(object, kObjectFields);
    std::optional<Metadata> metadata = read_metadata(object, true);
    const yaml::Cursor spec = object["spec"];
    check_spelling(spec, kSpecFields);
    if (!metadata) {
        return;
    }
    Workload workload;
    workload.metadata = *std::move(metadata);
    workload.kind = kind;
    const auto replicas = spec["replicas"].integer(0, std::numeric_limits<std::int32_t>::max());
    workload.replicas = static_cast<int>(replicas.value_or(1));
    const yaml::Cursor pod = spec["template"];
    if (pod.present()) {
        workload.pod = read_pod_template(pod);
    } else if (pod.missing()) {
        spec.report(message::MissingField, fill(message::MissingField, pod.path()),
                    "write template: {metadata: {labels: ...}, spec: {containers: ...}}");
    }
    topology.workloads.push_back(std::move(workload));
}

/// Who manages the pod: the controller, else the first owner.
Workload::Owner read_owner(const yaml::Cursor& metadata) {
    Workload::Owner result;
    for (const yaml::Cursor& owner : metadata["ownerReferences"].items()) {
        if (result.name.empty() || owner["controller"].boolean().value_or(false)) {
            result = {owner["kind"].string().value_or(""), owner["name"].string().value_or("")};
        }
    }
    return result;
}

std::vector<std::string> read_addresses(const yaml::Cursor& status) {
    std::vector<std::string> result;
    for (const yaml::Cursor& address : status["podIPs"].items()) {
        result.push_back(address["ip"].string().value_or(""));
    }
    if (const auto address = status["podIP"].string(); result.empty() && address) {
        result.push_back(*address);
    }
    return result;
}

} // namespace

void read_deployment(const yaml::Cursor& object, Topology& topology) {
    read_workload(object, WorkloadKind::Deployment, topology);
}

void read_stateful_set(const yaml::Cursor& object, Topology& topology) {
    read_workload(object, WorkloadKind::StatefulSet, topology);
}

void read_daemon_set(const yaml::Cursor& object, Topology& topology) {
    read_workload(object, WorkloadKind::DaemonSet, topology);
}

void read_replication_controller(const yaml::Cursor& object, Topology& topology) {
    read_workload(object, WorkloadKind::ReplicationController, topology);
}

void read_replica_set(const yaml::Cursor& object, Topology& topology) {
    read_workload(object, WorkloadKind::ReplicaSet, topology);
}

void read_rollout(const yaml::Cursor& object, Topology& topology) {
    if (!object["spec"]["workloadRef"].present()) { // else it is that workload
        read_workload(object, WorkloadKind::Deployment, topology);
    }
}

void read_pod(const yaml::Cursor& object, Topology& topology) {
    std::optional<Metadata> metadata = read_metadata(object, true);
    if (!metadata) {
        return;
    }
    Workload workload;
    workload.metadata = *std::move(metadata);
    workload.kind = WorkloadKind::Pod;
    workload.pod = read_pod_template(object);
    workload.owner = read_owner(object["metadata"]);
    workload.addresses = read_addresses(object["status"]);
    topology.workloads.push_back(std::move(workload));
}

} // namespace meshcast::kubernetes
