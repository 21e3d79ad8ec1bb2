#pragma once

#include "scenarios/import/kubernetes/object.h"
#include "scenarios/import/security_kinds.h"

#include <string>
#include <tuple>

namespace meshcast {

/// What makes two objects the same one. Kinds of meshes share their names between groups, so that the group
/// counts; Kubernetes' own moved from group to group, so that theirs does not.
using ObjectIdentity = std::tuple<std::string, std::string, std::string, std::string>;

ObjectIdentity identity_of(const kubernetes::Object& object);

/// Whether routing, security or delivery have this kind.
bool is_known_by_group(const kubernetes::Object& object);

/// The kind that security has of the object, when it concerns it; else nullptr.
const SecurityKind* concerned_security(const kubernetes::Object& object);

} // namespace meshcast
