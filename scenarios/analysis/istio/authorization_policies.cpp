#include "scenarios/analysis/istio/checks.h"
#include "scenarios/analysis/kinds.h"
#include "scenarios/analysis/pods.h"

#include <algorithm>

namespace meshcast::analysis {

namespace {

std::vector<PodView> pods_in_mesh(const Input& input) {
    std::vector<PodView> pods = all_pods(input);
    std::erase_if(pods, [&](const PodView& pod) {
        return !is_ambient(input, pod) && !has_sidecar(input, pod.object->name_space, pod.labels,
                                                       pod.annotations, pod.spec, UnknownNamespace::Enrolled);
    });
    return pods;
}

void check_policy_selector(const Input& input, const Object& policy, const std::vector<PodView>& pods,
                           Diagnostics& diagnostics) {
    const Peek selector = policy.spec()["selector"];
    const bool mesh_wide = policy.name_space == input.root_namespace();
    const bool by_target = policy.spec()["targetRef"].present() || policy.spec()["targetRefs"].size() > 0;
    if (by_target || (mesh_wide && !selector)) {
        return;
    }
    const Labels labels = selector["matchLabels"].map();
    const bool found = std::ranges::any_of(pods, [&](const PodView& pod) {
        return (mesh_wide || pod.object->name_space == policy.name_space) && selected(labels, pod.labels);
    });
    if (!found) {
        report(diagnostics, policy, selector, message::NoMatchingWorkloads,
               fill(message::NoMatchingWorkloads, labels.empty() ? "any" : selector_text(labels)),
               labels.empty() ? fmt::format("namespace {} has no pod in the mesh", policy.name_space) : "");
    }
}

/// "prod-*", "*-test", "*" or a name.
bool names_namespace(std::string_view pattern, std::string_view name) {
    if (pattern.starts_with('*')) {
        return name.ends_with(pattern.substr(1));
    }
    return pattern.ends_with('*') ? name.starts_with(pattern.substr(0, pattern.size() - 1)) : name == pattern;
}

void check_policy_namespaces(const Object& policy, const std::vector<const Object*>& namespaces,
                             Diagnostics& diagnostics) {
    for (const Peek& rule : policy.spec()["rules"].items()) {
        for (const Peek& from : rule["from"].items()) {
            for (const std::string_view field : {"namespaces", "notNamespaces"}) {
                for (const Peek& pattern : from["source"][field].items()) {
                    const bool found = std::ranges::any_of(namespaces, [&](const Object* name_space) {
                        return names_namespace(pattern.text(), name_space->name);
                    });
                    if (!found) {
                        report(diagnostics, policy, pattern, message::ReferenceMissing,
                               fill(message::ReferenceMissing, "namespace", pattern.text()));
                    }
                }
            }
        }
    }
}

} // namespace

/// https://istio.io/latest/docs/reference/config/analysis/ist0127/
void analyze_authorization_policies(const Input& input, Diagnostics& diagnostics) {
    const std::vector<PodView> pods = pods_in_mesh(input);
    const std::vector<const Object*> namespaces = input.of(kinds::kNamespace);
    for (const Object* policy : input.of(kinds::kAuthorizationPolicy)) {
        check_policy_selector(input, *policy, pods, diagnostics);
        if (!namespaces.empty()) { // files without any say nothing about which there are
            check_policy_namespaces(*policy, namespaces, diagnostics);
        }
    }
}

} // namespace meshcast::analysis
