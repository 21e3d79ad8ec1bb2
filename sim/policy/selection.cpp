#include "sim/policy/selection.h"

#include <algorithm>

namespace meshcast {

namespace {

bool holds(const LabelRequirement& requirement, const Labels& labels) {
    const auto found = labels.find(requirement.key);
    const bool present = found != labels.end();
    const bool listed =
        present && std::ranges::find(requirement.values, found->second) != requirement.values.end();
    if (requirement.operation == "In") {
        return listed;
    }
    if (requirement.operation == "NotIn") {
        return !listed;
    }
    return requirement.operation == "Exists" ? present : requirement.operation == "DoesNotExist" && !present;
}

} // namespace

bool matches(const LabelSelector& selector, const Labels& labels) {
    const auto has = [&](const auto& wanted) {
        const auto found = labels.find(wanted.first);
        return found != labels.end() && found->second == wanted.second;
    };
    return std::ranges::all_of(selector.labels, has) &&
           std::ranges::all_of(selector.expressions,
                               [&](const LabelRequirement& needed) { return holds(needed, labels); });
}

bool selects(const Labels& selector, const Labels& labels) {
    return !selector.empty() && std::ranges::all_of(selector, [&](const auto& wanted) {
        const auto found = labels.find(wanted.first);
        return found != labels.end() && found->second == wanted.second;
    });
}

std::string qualified_name(const Metadata& metadata) {
    return metadata.name_space + "/" + metadata.name;
}

} // namespace meshcast
