#pragma once

#include "scenarios/yaml/cursor.h"
#include "sim/model/topology.h"

#include <span>
#include <string_view>

namespace meshcast::kubernetes {

/// An object kind that has a place in the topology. To add one: a reader in a file of its own, and a line in
/// kinds.cpp.
struct Kind {
    std::string_view group;     // current one: "apps", empty for the core group
    std::string_view name;      // "Deployment"
    std::string_view old_group; // where it lived before: "extensions"; empty for nowhere
    void (*read)(const yaml::Cursor& object, Topology& topology);
    std::string_view version = "v1"; // current one
    std::string_view served = {};    // another that Kubernetes still takes
    bool simulated = true;           // false: reports list it as left out of the simulation
};

std::span<const Kind> kinds();

const Kind* find_kind(std::string_view name);

// The readers. Each reports what is wrong, and adds what it can make sense of.
void read_namespace(const yaml::Cursor& object, Topology& topology);
void read_node(const yaml::Cursor& object, Topology& topology);
void read_service_account(const yaml::Cursor& object, Topology& topology);
void read_service(const yaml::Cursor& object, Topology& topology);
void read_deployment(const yaml::Cursor& object, Topology& topology);
void read_stateful_set(const yaml::Cursor& object, Topology& topology);
void read_daemon_set(const yaml::Cursor& object, Topology& topology);
void read_replica_set(const yaml::Cursor& object, Topology& topology);
void read_horizontal_pod_autoscaler(const yaml::Cursor& object, Topology& topology);
/// Argo's, as a Deployment.
void read_rollout(const yaml::Cursor& object, Topology& topology);
void read_pod(const yaml::Cursor& object, Topology& topology);
void read_replication_controller(const yaml::Cursor& object, Topology& topology);
void read_job(const yaml::Cursor& object, Topology& topology);
void read_cron_job(const yaml::Cursor& object, Topology& topology);
void read_virtual_machine(const yaml::Cursor& object, Topology& topology);

} // namespace meshcast::kubernetes
