#include "scenarios/import/kubernetes/foreign_document.h"

#include "scenarios/diagnostics/catalogue.h"

#include <algorithm>
#include <array>

namespace meshcast::kubernetes {

namespace {

constexpr std::string_view kOwnGroup = "meshcast";
constexpr std::string_view kKustomizeGroup = "kustomize.config.k8s.io";

bool has_any(const yaml::Node& node, std::span<const std::string_view> keys) {
    return std::ranges::any_of(keys, [&](std::string_view key) { return node.find(key) != nullptr; });
}

/// Values of Helm charts have fields of the same names; a kustomization's are lists.
bool is_kustomization(const Object& object) {
    constexpr std::string_view kLists[] = {
        "resources",          "bases",  "patches",   "patchesStrategicMerge",
        "configMapGenerator", "images", "components"};
    return object.group() == kKustomizeGroup || (object.kind.empty() && object.api_version.empty() &&
                                                 std::ranges::any_of(kLists, [&](std::string_view key) {
                                                     const yaml::Node* field = object.node->find(key);
                                                     return field != nullptr && field->is_sequence();
                                                 }));
}

/// `services: {web: {image: ...}}`
bool is_compose(const yaml::Node& node) {
    constexpr std::array<std::string_view, 2> kFields{"image", "build"};
    const yaml::Node* services = node.find("services");
    return services != nullptr && std::ranges::any_of(services->entries, [&](const auto& entry) {
               return has_any(entry.value, kFields);
           });
}

/// `services: [{name: a, script: ...}]`
bool is_isotope(const yaml::Node& node) {
    const yaml::Node* services = node.find("services");
    return services != nullptr && services->is_sequence() &&
           std::ranges::any_of(services->items,
                               [](const yaml::Node& item) { return item.find("name") != nullptr; });
}

bool is_chart(const Object& object) {
    return object.kind.empty() && (object.api_version == "v1" || object.api_version == "v2") &&
           object.node->find("name") != nullptr && object.node->find("version") != nullptr;
}

} // namespace

bool is_foreign(const Object& object) {
    return object.kind.empty() || object.api_version.empty() || object.group() == kOwnGroup ||
           object.group() == kKustomizeGroup;
}

void report_foreign(const Object& object, Diagnostics& diagnostics) {
    if (object.group() == kOwnGroup) {
        return;
    }
    const auto other = [&](std::string_view what, std::string hint) {
        diagnostics.add(message::OtherFile, object.origin(), fill(message::OtherFile, what), std::move(hint));
    };
    const auto nothing = [&](std::string_view why, std::string hint) {
        diagnostics.add(message::NotAManifest, object.origin(), fill(message::NotAManifest, why),
                        std::move(hint));
    };
    const yaml::Node& node = *object.node;
    if (is_kustomization(object)) {
        other("a kustomization",
              "to apply it: kubectl kustomize FOLDER > rendered.yaml, and read rendered.yaml");
    } else if (is_chart(object)) {
        diagnostics.add(message::UnrenderedTemplate, object.origin(),
                        fill(message::UnrenderedTemplate, "Helm", "chart " + node.find("name")->text),
                        "render it first: helm template CHART > rendered.yaml, and read rendered.yaml");
    } else if (is_compose(node)) {
        other("a Docker Compose file", "to convert it: kompose convert");
    } else if (is_isotope(node)) {
        other("an isotope service graph", "to simulate it: meshcast compare FILE");
    } else if (!node.is_mapping()) {
        nothing("it is " + describe(node), node.is_scalar() ? "write a blank after each colon" : "");
    } else if (object.kind.empty() && object.api_version.empty()) {
        nothing("it has neither apiVersion nor kind", "if it holds the values of a Helm chart: helm template "
                                                      "CHART > rendered.yaml, and read rendered.yaml");
    } else {
        nothing(object.kind.empty() ? "it has no kind" : "it has no apiVersion",
                object.kind.empty() ? "write kind: Deployment, or whatever it is"
                                    : "write apiVersion: v1, or apps/v1");
    }
}

} // namespace meshcast::kubernetes
