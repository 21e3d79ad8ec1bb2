#pragma once

#include "scenarios/yaml/cursor.h"
#include "sim/model/authorization_policy.h"

namespace meshcast::istio {

/// `selector`, `targetRefs` and `targetRef` of a policy's spec.
PolicyScope read_policy_scope(const yaml::Cursor& spec);

} // namespace meshcast::istio
