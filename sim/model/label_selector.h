#pragma once

#include "sim/model/metadata.h"

#include <string>
#include <vector>

namespace meshcast {

/// `key` In, NotIn, Exists or DoesNotExist.
struct LabelRequirement {
    std::string key;
    std::string operation;
    std::vector<std::string> values;
};

/// All of it must hold; an empty selector selects everything.
/// https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#resources-that-support-set-based-requirements
struct LabelSelector {
    Labels labels;
    std::vector<LabelRequirement> expressions;
};

} // namespace meshcast
