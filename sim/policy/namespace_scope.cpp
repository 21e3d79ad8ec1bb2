#include "sim/policy/namespace_scope.h"

#include "sim/policy/selection.h"

namespace meshcast {

namespace {

constexpr std::string_view kNameLabel = "kubernetes.io/metadata.name";

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
    return matches(scope.selector, labels);
}

} // namespace meshcast
