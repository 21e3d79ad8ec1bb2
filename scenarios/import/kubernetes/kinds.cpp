#include "scenarios/import/kubernetes/kinds.h"

#include <algorithm>

namespace meshcast::kubernetes {

namespace {

constexpr Kind kKinds[] = {
    {"batch", "CronJob", "", read_cron_job, "v1", "v1beta1", false},
    {"apps", "DaemonSet", "extensions", read_daemon_set},
    {"apps", "Deployment", "extensions", read_deployment},
    {"autoscaling", "HorizontalPodAutoscaler", "", read_horizontal_pod_autoscaler, "v2", "v1"},
    {"batch", "Job", "", read_job, "v1", "", false},
    {"", "Namespace", "", read_namespace},
    {"", "Node", "", read_node},
    {"", "Pod", "", read_pod},
    {"apps", "ReplicaSet", "extensions", read_replica_set},
    {"", "ReplicationController", "", read_replication_controller},
    {"argoproj.io", "Rollout", "", read_rollout, "v1alpha1"},
    {"", "Service", "", read_service},
    {"", "ServiceAccount", "", read_service_account},
    {"apps", "StatefulSet", "", read_stateful_set},
    {"kubevirt.io", "VirtualMachine", "", read_virtual_machine, "v1", "v1alpha3", false},
};

} // namespace

std::span<const Kind> kinds() {
    return kKinds;
}

const Kind* find_kind(std::string_view name) {
    const auto* found = std::ranges::find(kKinds, name, &Kind::name);
    return found == std::end(kKinds) ? nullptr : found;
}

} // namespace meshcast::kubernetes
