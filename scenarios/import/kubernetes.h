#pragma once

#include "scenarios/diagnostics/diagnostic.h"
#include "scenarios/import/kubernetes/object.h"
#include "scenarios/import/source_files.h"
#include "scenarios/yaml/node.h"
#include "sim/model/routing.h"
#include "sim/model/scenario.h"
#include "sim/model/security.h"
#include "sim/model/topology.h"

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace meshcast {

struct Imported {
    Topology topology;
    Routing routing;
    Security security;
    std::vector<Rollout> rollouts;
    std::vector<UnmodelledKind> unmodelled; // in order of kind
    std::vector<std::string> files;
    std::string digest;
};

/// Kubernetes objects as a topology: what kubernetes/kinds.cpp lists, in all API versions, alone or in
/// lists; and as routing: what routing_kinds.cpp lists; and as security: security_kinds.cpp; and as
/// roll-outs: delivery_kinds.cpp. Workloads that
/// another object of the input makes (the ReplicaSets of a Deployment, their Pods, as in `kubectl get -A -o
/// yaml`) are not taken twice. Objects of other kinds are counted and listed. An object given again replaces
/// the first.
Imported import_manifests(std::span<const SourceFile> files, Diagnostics& diagnostics);

/// The same of documents that were read already; those of meshcast itself are passed over. An object of the
/// first `replaceable` documents may be given again by one of the others, without a warning.
Imported import_documents(std::span<const yaml::Document> documents, Diagnostics& diagnostics,
                          std::size_t replaceable = 0);

/// The same of objects that were found in them.
Imported import_objects(std::span<const kubernetes::Object> objects, Diagnostics& diagnostics);

} // namespace meshcast
