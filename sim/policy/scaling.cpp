#include "sim/policy/scaling.h"

#include <algorithm>
#include <string>

namespace meshcast {

namespace {

bool is_of_kind(const Workload& workload, std::string_view kind) {
    return (workload.kind == WorkloadKind::Deployment || workload.kind == WorkloadKind::StatefulSet ||
            workload.kind == WorkloadKind::ReplicaSet ||
            workload.kind == WorkloadKind::ReplicationController) &&
           kind == kind_name(workload.kind);
}

} // namespace

std::vector<ReplicaRange> replica_ranges(const Directory& directory) {
    std::vector<ReplicaRange> ranges;
    for (const Workload& workload : directory.topology().workloads) {
        const int replicas = std::max(0, workload.replicas);
        ranges.push_back({replicas, replicas, nullptr});
    }
    for (const Autoscaler& scaler : directory.topology().autoscalers) {
        const Workload* target = directory.workload(scaler.metadata.name_space + "/" + scaler.target);
        if (target == nullptr || !is_of_kind(*target, scaler.target_kind) || target->replicas == 0) {
            continue; // scaled to nothing by hand: left alone
        }
        ReplicaRange& range = ranges[directory.index_of(*target)];
        range.at_first = std::clamp(range.at_first, scaler.min_replicas, scaler.max_replicas);
        range.most = std::max(range.at_first, scaler.max_replicas);
        range.scaler = &scaler;
    }
    return ranges;
}

} // namespace meshcast
