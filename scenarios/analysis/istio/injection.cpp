#include "scenarios/analysis/istio/checks.h"
#include "scenarios/analysis/istio/injector.h"
#include "scenarios/analysis/kinds.h"
#include "scenarios/analysis/pods.h"

#include <fmt/ranges.h>

#include <algorithm>
#include <set>

namespace meshcast::analysis {

namespace {

constexpr std::string_view kInjection = "istio-injection";
constexpr std::string_view kRevision = "istio.io/rev";
constexpr std::string_view kDataplane = "istio.io/dataplane-mode";

void check_enrolment_labels(const Object& name_space, Diagnostics& diagnostics) {
    const auto injection = name_space.labels.find(kInjection);
    const bool given = injection != name_space.labels.end();
    std::vector<std::string> enrolling;
    if (given) {
        enrolling.push_back(fmt::format("{}={}", kInjection, injection->second));
    }
    for (const std::string_view key : {kRevision, kDataplane}) {
        const auto found = name_space.labels.find(key);
        if (found != name_space.labels.end() && (!given || injection->second == "enabled")) {
            enrolling.push_back(fmt::format("{}={}", key, found->second));
        }
    }
    if (enrolling.size() > 1) {
        report(diagnostics, name_space, name_space.root()["metadata"]["labels"],
               message::InjectionLabelsConflict,
               fill(message::InjectionLabelsConflict, fmt::format("{}", fmt::join(enrolling, ", "))));
    }
}

/// Whether istio-injection alone enrols the namespace's pods; reports where nothing says.
bool check_namespace_injection(const Input& input, const Object& name_space, Diagnostics& diagnostics) {
    check_enrolment_labels(name_space, diagnostics);
    if (label(name_space.labels, kDataplane) == "ambient") {
        return false;
    }
    const std::string_view injection = label(name_space.labels, kInjection);
    if (injection.empty() && !name_space.labels.contains(kRevision)) {
        if (injects_by_default(input, label(name_space.labels, kRevision))) {
            report(diagnostics, name_space, {}, message::InjectedByDefault, message::InjectedByDefault.text);
        } else {
            report(diagnostics, name_space, {}, message::NamespaceNotInjected,
                   message::NamespaceNotInjected.text,
                   fmt::format("kubectl label namespace {} istio-injection=enabled", name_space.name));
        }
        return false;
    }
    return injection == "enabled";
}

bool refuses_injection(const Object& pod) {
    std::string said(label(pod.annotations, "sidecar.istio.io/inject"));
    if (const auto found = pod.labels.find("sidecar.istio.io/inject"); found != pod.labels.end()) {
        said = found->second;
    }
    std::ranges::transform(said, said.begin(),
                           [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return said == "false" || pod.spec()["hostNetwork"].is_true();
}

} // namespace

void analyze_injection(const Input& input, Diagnostics& diagnostics) {
    std::set<std::string> injected;
    for (const Object* name_space : input.of(kinds::kNamespace)) {
        if (name_space->name != "istio-system" && !is_system_namespace(name_space->name) &&
            check_namespace_injection(input, *name_space, diagnostics)) {
            injected.insert(name_space->name);
        }
    }
    for (const Object* pod : input.of(kinds::kPod)) {
        if (!injected.contains(pod->name_space) || refuses_injection(*pod)) {
            continue;
        }
        const std::vector<Peek> containers = containers_of(pod->spec());
        const bool has_proxy = std::ranges::any_of(containers, [](const Peek& container) {
            return container["name"].is("istio-proxy") && container["image"].present();
        });
        if (!has_proxy) {
            report(diagnostics, *pod, {}, message::PodWithoutProxy, message::PodWithoutProxy.text);
        }
    }
}

} // namespace meshcast::analysis
