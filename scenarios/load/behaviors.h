#pragma once

#include "scenarios/diagnostics/diagnostic.h"
#include "sim/model/behavior.h"
#include "sim/model/scenario.h"
#include "sim/model/topology.h"
#include "sim/policy/directory.h"

#include <optional>
#include <span>
#include <vector>

namespace meshcast {

/// How one workload behaves, and whether somebody said so.
struct AssignedBehavior {
    Behavior behavior; // workload: "namespace/name"
    bool inferred = false;
};

/// By workload of the topology: what was declared for it, else for a service that selects it, else inferred
/// from its environment where a service selects it; nullopt for a workload that nobody can call.
using BehaviorOfWorkload = std::vector<std::optional<AssignedBehavior>>;

BehaviorOfWorkload assign_behaviors(const Directory& directory, std::span<const Behavior> declared,
                                    std::vector<Inference>& inferences, Diagnostics& diagnostics);

} // namespace meshcast
