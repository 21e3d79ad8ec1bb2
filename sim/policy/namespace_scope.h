#pragma once

#include "sim/model/routing.h"
#include "sim/policy/directory.h"

#include <string_view>

namespace meshcast {

/// Whether an object in namespace `own` with this scope admits one in namespace `other`. Every namespace has
/// the label kubernetes.io/metadata.name, declared or not.
bool allows(const NamespaceScope& scope, std::string_view own, std::string_view other,
            const Directory& directory);

} // namespace meshcast
