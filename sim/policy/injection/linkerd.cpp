#include "sim/policy/injection/linkerd.h"

#include "sim/policy/selection.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <span>
#include <string_view>

namespace meshcast {

namespace {

constexpr std::string_view kAnnotation = "linkerd.io/inject";
constexpr std::string_view kOwnContainers[] = {"linkerd-proxy", "linkerd-init"};
constexpr std::string_view kForeignContainers[] = {"istio-proxy", "istio-init"};

std::string annotation_of(const Labels& annotations) {
    const auto found = annotations.find(kAnnotation);
    return found == annotations.end() ? "" : found->second;
}

bool asks(std::string_view annotation) {
    return annotation == "enabled" || annotation == "ingress";
}

bool is_valid(std::string_view annotation) {
    return annotation.empty() || asks(annotation) || annotation == "disabled";
}

bool has_any_container(const PodTemplate& pod, std::span<const std::string_view> names) {
    return std::ranges::any_of(pod.containers, [&](const Container& container) {
        return std::ranges::find(names, container.name) != names.end();
    });
}

std::string_view words(LinkerdRefusal refusal) {
    switch (refusal) {
    case LinkerdRefusal::HostNetwork:
        return "hostNetwork is enabled";
    case LinkerdRefusal::SidecarExists:
        return "the pod has a sidecar injected already";
    case LinkerdRefusal::AnnotationAbsent:
        return "neither the namespace nor the pod have the annotation linkerd.io/inject: enabled";
    case LinkerdRefusal::AnnotationDisabled:
        return "the pod has the annotation linkerd.io/inject: disabled";
    case LinkerdRefusal::AnnotationInvalid:
        return "the annotation linkerd.io/inject has none of the values enabled, ingress and disabled";
    case LinkerdRefusal::NoToken:
        return "automountServiceAccountToken is false";
    }
    return "";
}

/// What the annotations say against it; where they ask for it, who did is noted.
std::optional<LinkerdRefusal> by_annotation(LinkerdInjector injector, const Namespace* name_space,
                                            const Workload& workload, LinkerdDecision& decision) {
    const std::string own = annotation_of(workload.pod.annotations);
    decision.origin = workload.metadata.origin;
    decision.ingress = own == "ingress";
    if (injector == LinkerdInjector::Command) {
        decision.because = "the command asks for it";
        return own == "disabled" ? std::optional(LinkerdRefusal::AnnotationDisabled) : std::nullopt;
    }
    const std::string around = name_space == nullptr ? "" : annotation_of(name_space->metadata.annotations);
    if (!is_valid(around)) {
        decision.origin = name_space->metadata.origin;
        return LinkerdRefusal::AnnotationInvalid;
    }
    if (!is_valid(own)) {
        return LinkerdRefusal::AnnotationInvalid;
    }
    if (own == "disabled") {
        return LinkerdRefusal::AnnotationDisabled;
    }
    if (asks(own)) {
        decision.because = fmt::format("the pods of {} have the annotation {}: {}",
                                       qualified_name(workload.metadata), kAnnotation, own);
        return std::nullopt;
    }
    if (asks(around)) {
        decision.because = fmt::format("namespace {} has the annotation {}: {}", name_space->metadata.name,
                                       kAnnotation, around);
        decision.origin = name_space->metadata.origin;
        decision.ingress = around == "ingress";
        return std::nullopt;
    }
    return LinkerdRefusal::AnnotationAbsent;
}

} // namespace

LinkerdDecision linkerd_injection(LinkerdInjector injector, const Namespace* name_space,
                                  const Workload& workload, const ServiceAccount* account) {
    LinkerdDecision decision;
    const PodTemplate& pod = workload.pod;
    const std::optional<LinkerdRefusal> refused = by_annotation(injector, name_space, workload, decision);
    const bool webhook = injector == LinkerdInjector::Webhook;
    if (pod.host_network) {
        decision.refusals.push_back(LinkerdRefusal::HostNetwork);
    }
    if (has_any_container(pod, kForeignContainers) || (webhook && has_any_container(pod, kOwnContainers))) {
        decision.refusals.push_back(LinkerdRefusal::SidecarExists);
    }
    if (refused) {
        decision.refusals.push_back(*refused);
    }
    const bool account_mounts = !webhook || account == nullptr || account->mounts_token;
    if (!pod.mounts_token.value_or(account_mounts)) {
        decision.refusals.push_back(LinkerdRefusal::NoToken);
    }
    decision.injected = decision.refusals.empty();
    if (!decision.injected) {
        const LinkerdRefusal first = decision.refusals.front();
        decision.because = words(first);
        decision.origin = first == refused ? decision.origin : workload.metadata.origin;
        decision.ingress = false;
    }
    return decision;
}

} // namespace meshcast
