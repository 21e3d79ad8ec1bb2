#include "scenarios/analysis/istio/overlap.h"

#include "scenarios/analysis/kinds.h"

#include <fmt/ranges.h>

#include <map>
#include <set>

namespace meshcast::analysis {

namespace {

std::string names_of(const std::vector<const Object*>& objects) {
    std::vector<std::string> names;
    for (const Object* object : objects) {
        names.push_back(object->name);
    }
    return fmt::format("{}", fmt::join(names, ", "));
}

} // namespace

void check_exclusive_selectors(const Input& input, const ExclusiveKind& kind, Diagnostics& diagnostics) {
    const std::vector<PodView> pods = all_pods(input);
    std::map<const PodView*, std::vector<const Object*>> by_pod;
    for (const Object* object : input.of(kind.kind)) {
        const Peek labels = object->spec()[kind.selector][kind.labels];
        if (labels.size() == 0) {
            continue;
        }
        bool found = false;
        for (const PodView& pod : pods) {
            if (pod.object->name_space == object->name_space && selected(labels.map(), pod.labels)) {
                found = true;
                by_pod[&pod].push_back(object);
            }
        }
        if (!found) {
            report(diagnostics, *object, labels, message::ReferenceMissing,
                   fill(message::ReferenceMissing, "pod with the labels", selector_text(labels.map())));
        }
    }
    std::set<const Object*> without_effect;
    for (const auto& [pod, owners] : by_pod) {
        const bool sidecarless = kind.kind == kinds::kSidecar && is_ambient(input, *pod);
        for (const Object* owner : owners) {
            if (sidecarless && without_effect.insert(owner).second) {
                report(diagnostics, *owner, {}, message::PolicyIneffective,
                       fill(message::PolicyIneffective, "the pods it selects are in ambient mode"));
            } else if (!sidecarless && owners.size() > 1) {
                report(diagnostics, *owner, {}, kind.overlap,
                       fill(kind.overlap, names_of(owners), pod->object->full_name()));
            }
        }
    }
}

void check_exclusive_defaults(const Input& input, const ExclusiveKind& kind, Diagnostics& diagnostics) {
    std::map<std::string, std::vector<const Object*>> by_namespace;
    for (const Object* object : input.of(kind.kind)) {
        const Peek selector = object->spec()[kind.selector];
        if (!selector || (kind.kind == kinds::kSidecar && selector[kind.labels].size() == 0)) {
            by_namespace[object->name_space].push_back(object);
        }
    }
    for (const auto& [name, objects] : by_namespace) {
        const Object* name_space = input.find(kinds::kNamespace, "", name);
        const bool sidecarless =
            kind.kind == kinds::kSidecar && name_space != nullptr && is_ambient_namespace(*name_space);
        for (const Object* object : objects) {
            if (sidecarless) {
                report(diagnostics, *object, {}, message::PolicyIneffective,
                       fill(message::PolicyIneffective, "the namespace is in ambient mode"));
            } else if (objects.size() > 1) {
                report(diagnostics, *object, {}, kind.defaults, fill(kind.defaults, names_of(objects)));
            }
        }
    }
}

} // namespace meshcast::analysis
