#pragma once

#include "scenarios/yaml/cursor.h"

#include <string>
#include <vector>

namespace meshcast::kubernetes {

/// The fields of one Kubernetes type, as far as they matter for spelling.
struct Fields {
    std::vector<std::string> modelled;
    std::vector<std::string> others; // right as they are, however near to a modelled one
};

/// Warns of keys that are no field but a slip away from one that is modelled. Other unknown keys are nobody's
/// business: real manifests have hundreds.
void check_spelling(const yaml::Cursor& mapping, const Fields& fields);

} // namespace meshcast::kubernetes
