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

void read_replica_set(const yaml::Cursor& object, Topology& topology) {
    read_workload(object, WorkloadKind::ReplicaSet, topology);
}

void read_pod(const yaml::Cursor& object, Topology& topology) {
    std::optional<Metadata> metadata = read_metadata(object, true);
    if (metadata) {
        topology.workloads.push_back({*std::move(metadata), WorkloadKind::Pod, 1, read_pod_template(object)});
    }
}

} // namespace meshcast::kubernetes
