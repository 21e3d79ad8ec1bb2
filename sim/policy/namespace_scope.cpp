#include "sim/policy/namespace_scope.h"

#include <algorithm>

namespace meshcast {

namespace {

constexpr std::string_view kNameLabel = "kubernetes.io/metadata.name";

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

bool allows(const NamespaceScope& scope, std::string_view own, std::string_view other,
            const Directory& directory) {
    switch (scope.from) {
    case NamespaceScope::From::None:
        return false;
    case NamespaceScope::From::Same:
        return own == other;
    case NamespaceScope::From::All:
        return true;
    case NamespaceScope::From::Selector:
        break;
    }
    const Namespace* declared = directory.name_space(other);
    Labels labels = declared == nullptr ? Labels{} : declared->metadata.labels;
    labels.try_emplace(std::string(kNameLabel), other);
    const auto has = [&](const auto& label) {
        const auto found = labels.find(label.first);
        return found != labels.end() && found->second == label.second;
    };
    return std::ranges::all_of(scope.selector, has) &&
           std::ranges::all_of(scope.expressions, [&](const auto& needed) { return holds(needed, labels); });
}

} // namespace meshcast
