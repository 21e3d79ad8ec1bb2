#include "scenarios/analysis/istio/injector.h"

#include "scenarios/analysis/kinds.h"
#include "scenarios/yaml/reader.h"

namespace meshcast::analysis {

namespace {

constexpr std::string_view kInjector = "istio-sidecar-injector";

/// The `values` of an injector's ConfigMap; none where they cannot be read.
std::vector<yaml::Document> injector_values(const Object& config_map) {
    Diagnostics ignored;
    return yaml::read_documents(config_map.root()["data"]["values"].text(), "values", ignored);
}

} // namespace

std::string injector_name(std::string_view revision) {
    return revision.empty() || revision == "default" ? std::string(kInjector)
                                                     : fmt::format("{}-{}", kInjector, revision);
}

bool injects_by_default(const Input& input, std::string_view revision) {
    for (const Object* config_map : input.of(kinds::kConfigMap)) {
        if (config_map->name != injector_name(revision)) {
            continue;
        }
        for (const yaml::Document& values : injector_values(*config_map)) {
            return Peek(&values.root)["sidecarInjectorWebhook"]["enableNamespacesByDefault"].is_true();
        }
    }
    return false;
}

std::map<std::string, std::string> injected_images(const Input& input) {
    std::map<std::string, std::string> images;
    for (const Object* config_map : input.of(kinds::kConfigMap)) {
        if (!config_map->name.starts_with(kInjector)) {
            continue;
        }
        std::string& image = images[config_map->name];
        for (const yaml::Document& values : injector_values(*config_map)) {
            const Peek global = Peek(&values.root)["global"];
            image = global["proxy"]["image"].text();
            if (image.find('/') == image.npos) {
                image = fmt::format("{}/{}:{}", global["hub"].text(), image, global["tag"].text());
            }
        }
    }
    return images;
}

} // namespace meshcast::analysis
