#pragma once

#include "scenarios/diagnostics/diagnostic.h"
#include "scenarios/yaml/cursor.h"
#include "sim/model/rollout.h"
#include "sim/model/routing.h"
#include "sim/model/topology.h"

#include <functional>
#include <string>
#include <vector>

/// Objects that roll new versions out. Their controllers make workloads, services and routes beside those
/// that are declared; so do we, once everything has been read.
namespace meshcast::delivery {

/// The parts of a cluster that a controller works on.
struct Cluster {
    Topology& topology;
    Routing& routing;
    Diagnostics& diagnostics;
};

struct DeclaredRollout {
    Rollout rollout; // all but the canary's name
    Metadata metadata;
    /// Makes what the controller would make. The name of the canary's workload, namespace/name; empty:
    /// nothing is rolled out, which was reported.
    std::function<std::string(Cluster&)> arrange;
};

/// Flagger's Canary. The target runs the new version, NAME-primary the old one.
/// https://docs.flagger.app/usage/how-it-works
void read_flagger_canary(const yaml::Cursor& object, std::vector<DeclaredRollout>& declared);

/// Argo's Rollout as far as it rolls out; the workload is read by read_rollout. NAME runs the old version,
/// NAME-canary the new one. https://argo-rollouts.readthedocs.io/en/stable/features/specification/
void read_argo_rollout(const yaml::Cursor& object, std::vector<DeclaredRollout>& declared);

/// All of them. They begin at once, unless somebody says when.
std::vector<Rollout> arrange(const std::vector<DeclaredRollout>& declared, Topology& topology,
                             Routing& routing, Diagnostics& diagnostics);

// For the readers.

/// Says of each field that is there that it is not modelled.
void report_left_out(const yaml::Cursor& object, std::initializer_list<std::string_view> fields);

Workload* find_workload(Topology& topology, const std::string& name_space, const std::string& name);
Service* find_service(Topology& topology, const std::string& name_space, const std::string& name);

} // namespace meshcast::delivery
