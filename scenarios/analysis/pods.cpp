#include "scenarios/analysis/pods.h"

#include "scenarios/analysis/kinds.h"

#include <algorithm>
#include <array>

namespace meshcast::analysis {

namespace {

constexpr std::array<std::string_view, 6> kWorkloads{"Deployment", "StatefulSet", "DaemonSet",
                                                     "ReplicaSet", "Job",         "ReplicationController"};
constexpr std::string_view kProxy = "istio-proxy";
constexpr std::string_view kInject = "sidecar.istio.io/inject";
constexpr std::string_view kMode = "istio.io/dataplane-mode";

bool runs_proxy(const Peek& pod_spec) {
    return std::ranges::any_of(containers_of(pod_spec), [](const Peek& container) {
        return container["name"].is(kProxy) && container["image"].present();
    });
}

} // namespace

std::vector<Peek> containers_of(const Peek& pod_spec) {
    std::vector<Peek> all = pod_spec["containers"].items();
    std::ranges::copy(pod_spec["initContainers"].items(), std::back_inserter(all));
    return all;
}

std::vector<PodView> all_pods(const Input& input) {
    std::vector<PodView> pods;
    for (const Object* pod : input.of(kinds::kPod)) {
        pods.push_back({pod, pod->labels, pod->annotations, pod->spec(), false});
    }
    const std::size_t real = pods.size();
    for (const Object& workload : input.objects()) {
        const Peek pod_template = workload.spec()["template"];
        if (std::ranges::find(kWorkloads, workload.kind) == kWorkloads.end() || !pod_template) {
            continue;
        }
        PodView implied{&workload, pod_template["metadata"]["labels"].map(),
                        pod_template["metadata"]["annotations"].map(), pod_template["spec"], true};
        const bool there = std::any_of(
            pods.begin(), pods.begin() + static_cast<std::ptrdiff_t>(real), [&](const PodView& pod) {
                return pod.object->name_space == workload.name_space && selected(implied.labels, pod.labels);
            });
        if (!there) {
            pods.push_back(std::move(implied));
        }
    }
    return pods;
}

bool selected(const Labels& selector, const Labels& labels) {
    return std::ranges::all_of(selector, [&](const auto& wanted) {
        const auto found = labels.find(wanted.first);
        return found != labels.end() && found->second == wanted.second;
    });
}

std::string selector_text(const Labels& selector) {
    std::string text;
    for (const auto& [key, value] : selector) {
        text += fmt::format("{}{}={}", text.empty() ? "" : ",", key, value);
    }
    return text;
}

bool has_sidecar(const Input& input, const std::string& name_space, const Labels& labels,
                 const Labels& annotations, const Peek& pod_spec, UnknownNamespace unknown) {
    if (runs_proxy(pod_spec)) {
        return true;
    }
    for (const Labels* said : {&labels, &annotations}) {
        if (const auto found = said->find(kInject); found != said->end()) {
            return found->second == "true";
        }
    }
    const Object* home = input.find(kinds::kNamespace, "", name_space);
    if (home == nullptr) {
        return unknown == UnknownNamespace::Enrolled;
    }
    const std::string_view injection = label(home->labels, "istio-injection");
    return injection == "enabled" || (injection.empty() && !label(home->labels, "istio.io/rev").empty());
}

bool is_ambient(const Input& input, const PodView& pod) {
    if (label(pod.annotations, "ambient.istio.io/redirection") == "enabled") {
        return true;
    }
    if (!pod.implied || label(pod.labels, kMode) == "none") {
        return false;
    }
    const Object* home = input.find(kinds::kNamespace, "", pod.object->name_space);
    return label(pod.labels, kMode) == "ambient" || (home != nullptr && is_ambient_namespace(*home));
}

bool is_ambient_namespace(const Object& name_space) {
    return label(name_space.labels, kMode) == "ambient" &&
           label(name_space.labels, "istio-injection") != "enabled" &&
           label(name_space.labels, "istio.io/rev").empty();
}

bool is_system_namespace(std::string_view name_space) {
    return name_space == "kube-system" || name_space == "kube-public" || name_space == "kube-node-lease" ||
           name_space == "local-path-storage";
}

bool is_control_plane(const Object& object) {
    return object.labels.contains("istio") || label(object.labels, "release") == "istio";
}

} // namespace meshcast::analysis
