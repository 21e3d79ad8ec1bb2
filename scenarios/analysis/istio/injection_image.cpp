#include "scenarios/analysis/istio/checks.h"
#include "scenarios/analysis/istio/injector.h"
#include "scenarios/analysis/kinds.h"
#include "scenarios/analysis/pods.h"

#include <fmt/ranges.h>

#include <algorithm>
#include <map>

namespace meshcast::analysis {

namespace {

/// The same release may come as a distroless or debug build; which one is MeshConfig's matter, and a pod's
/// own.
std::string without_image_type(std::string image) {
    for (const std::string_view suffix : {"-distroless", "-debug", "-default"}) {
        if (image.ends_with(suffix)) {
            image.resize(image.size() - suffix.size());
        }
    }
    return image;
}

/// Whether injection would give the pod another proxy than it has.
bool has_other_proxy(const Object& pod, const std::string& image) {
    const std::vector<Peek> containers = containers_of(pod.spec());
    return std::ranges::any_of(containers, [&](const Peek& container) {
        return container["name"].is("istio-proxy") &&
               without_image_type(container["image"].text()) != without_image_type(image);
    });
}

} // namespace

void analyze_injection_image(const Input& input, Diagnostics& diagnostics) {
    const std::map<std::string, std::string> images = injected_images(input);
    for (const Object* name_space : input.of(kinds::kNamespace)) {
        const auto revision = name_space->labels.find("istio.io/rev");
        const bool has_revision = revision != name_space->labels.end();
        if (!has_revision && label(name_space->labels, "istio-injection") != "enabled") {
            continue;
        }
        const auto image = images.find(injector_name(has_revision ? revision->second : ""));
        if (image == images.end()) {
            continue;
        }
        std::vector<std::string> outdated;
        for (const Object* pod : input.of(kinds::kPod)) {
            if (pod->name_space == name_space->name &&
                label(pod->annotations, "sidecar.istio.io/proxyImage").empty() &&
                has_other_proxy(*pod, image->second)) {
                outdated.push_back(pod->name);
            }
        }
        if (!outdated.empty()) {
            report(diagnostics, *name_space, {}, message::ProxyImageOutdated,
                   fill(message::ProxyImageOutdated, fmt::format("{}", fmt::join(outdated, ", "))),
                   "injection uses " + image->second);
        }
    }
}

} // namespace meshcast::analysis
