#include "sim/model/topology.h"

namespace meshcast {

std::string_view kind_name(WorkloadKind kind) {
    switch (kind) {
    case WorkloadKind::Deployment:
        return "Deployment";
    case WorkloadKind::StatefulSet:
        return "StatefulSet";
    case WorkloadKind::DaemonSet:
        return "DaemonSet";
    case WorkloadKind::ReplicaSet:
        return "ReplicaSet";
    case WorkloadKind::ReplicationController:
        return "ReplicationController";
    case WorkloadKind::Job:
        return "Job";
    case WorkloadKind::CronJob:
        return "CronJob";
    case WorkloadKind::VirtualMachine:
        return "VirtualMachine";
    case WorkloadKind::Pod:
        break;
    }
    return "Pod";
}

} // namespace meshcast
