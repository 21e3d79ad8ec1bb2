#include "scenarios/diagnostics/catalogue.h"
#include "scenarios/import/kubernetes/kinds.h"
#include "scenarios/import/kubernetes/metadata.h"
#include "scenarios/import/kubernetes/pod_template.h"

namespace meshcast::kubernetes {

namespace {

/// Pods that policies select and let in, and that serve nobody in a simulation.
void add_unsimulated(const yaml::Cursor& object, const yaml::Cursor& pod, WorkloadKind kind,
                     Topology& topology) {
    std::optional<Metadata> metadata = read_metadata(object, true);
    if (!metadata) {
        return;
    }
    Workload workload;
    workload.metadata = *std::move(metadata);
    workload.kind = kind;
    if (kind == WorkloadKind::VirtualMachine) { // its template has no containers
        workload.pod.labels = read_labels(pod["metadata"]["labels"]);
    } else if (pod.present()) {
        workload.pod = read_pod_template(pod);
    }
    if (pod.missing()) {
        pod.report(message::IncompleteObject, fill(message::IncompleteObject, pod.path()),
                   "write template: {metadata: {labels: ...}, spec: ...}");
    }
    topology.unsimulated.push_back(std::move(workload));
}

} // namespace

void read_job(const yaml::Cursor& object, Topology& topology) {
    add_unsimulated(object, object["spec"]["template"], WorkloadKind::Job, topology);
}

void read_cron_job(const yaml::Cursor& object, Topology& topology) {
    add_unsimulated(object, object["spec"]["jobTemplate"]["spec"]["template"], WorkloadKind::CronJob,
                    topology);
}

/// https://kubevirt.io/user-guide/: its pod carries the template's labels.
void read_virtual_machine(const yaml::Cursor& object, Topology& topology) {
    add_unsimulated(object, object["spec"]["template"], WorkloadKind::VirtualMachine, topology);
}

} // namespace meshcast::kubernetes
