#pragma once

#include "scenarios/import/kubernetes/object.h"

#include <span>
#include <vector>

namespace meshcast::kubernetes {

/// For each object, whether something makes it that is itself in the input (a Deployment its ReplicaSets, a
/// ReplicaSet or StatefulSet its Pods), or it is a pod that has run to its end: taking it too would count its
/// pods twice.
std::vector<bool> find_made_by_others(std::span<const Object> objects);

} // namespace meshcast::kubernetes
