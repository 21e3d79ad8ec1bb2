#pragma once

#include "scenarios/schema/mention.h"
#include "scenarios/schema/object.h"

#include <vector>

namespace meshcast {

/// A change of configuration as a scenario writes it: manifests by path, objects by kind and name.
struct DeclaredChange {
    Duration at{};
    std::vector<Reference> apply;
    std::vector<Reference> remove; // "VirtualService reviews", "VirtualService shop/reviews"
    Origin origin;
};

template <>
struct Declaration<DeclaredChange> {
    static const Object<DeclaredChange>& object();
};

} // namespace meshcast
