#include "sim/policy/injection/istio_sidecar.h"

#include "sim/policy/selection.h"

#include <fmt/format.h>

#include <algorithm>

namespace meshcast {

namespace {

constexpr std::string_view kInjectLabel = "sidecar.istio.io/inject"; // also an annotation
constexpr std::string_view kNamespaceLabel = "istio-injection";
constexpr std::string_view kRevisionLabel = "istio.io/rev";
constexpr std::string_view kSystemNamespaces[] = {"kube-system", "kube-public", "kube-node-lease",
                                                  "local-path-storage"};

const std::string* value_of(const Labels& labels, std::string_view key) {
    const auto found = labels.find(key);
    return found == labels.end() ? nullptr : &found->second;
}

bool has_value(const Labels& labels, std::string_view key, std::string_view value) {
    const std::string* found = value_of(labels, key);
    return found != nullptr && *found == value;
}

bool is_system(std::string_view name_space) {
    return std::ranges::find(kSystemNamespaces, name_space) != std::end(kSystemNamespaces);
}

/// The label or annotation of an object that decides, and where it is.
struct Reason {
    std::string what; // "namespace shop has the label istio-injection=enabled"
    Origin origin;
};

Reason label_of(const Namespace& name_space, std::string_view key, std::string_view value) {
    return {fmt::format("namespace {} has the label {}={}", name_space.metadata.name, key, value),
            name_space.metadata.origin};
}

Reason label_of(const Workload& workload, std::string_view key, std::string_view value) {
    return {fmt::format("the pods of {} have the label {}={}", qualified_name(workload.metadata), key, value),
            workload.metadata.origin};
}

InjectionDecision yes(std::string revision, Reason reason) {
    return {true, std::move(revision), std::move(reason.what), std::move(reason.origin)};
}

InjectionDecision no(Reason reason) {
    return {false, "", std::move(reason.what), std::move(reason.origin)};
}

InjectionDecision by_revision(const InjectionSettings& settings, const std::string& revision, Reason reason) {
    const bool installed = settings.revisions.empty() ||
                           std::ranges::find(settings.revisions, revision) != settings.revisions.end();
    if (!installed) {
        reason.what += ", and no such revision is installed";
        return no(std::move(reason));
    }
    return yes(revision, std::move(reason));
}

bool any_matches(const std::vector<LabelSelector>& selectors, const Labels& labels) {
    return std::ranges::any_of(selectors, [&](const LabelSelector& selector) {
        const bool empty = selector.labels.empty() && selector.expressions.empty();
        return !empty && matches(selector, labels);
    });
}

} // namespace

InjectionDecision istio_webhook(const InjectionSettings& settings, const Namespace* name_space,
                                const Workload& workload) {
    static const Labels kNone;
    const Labels& around = name_space == nullptr ? kNone : name_space->metadata.labels;
    const Labels& own = workload.pod.labels;
    const std::string* injection = value_of(around, kNamespaceLabel);
    if (injection != nullptr && *injection == "disabled") {
        return no(label_of(*name_space, kNamespaceLabel, *injection));
    }
    if (has_value(own, kInjectLabel, "false")) {
        return no(label_of(workload, kInjectLabel, "false"));
    }
    if (injection != nullptr) {
        if (*injection == "enabled") {
            return by_revision(settings, std::string(kDefaultRevision),
                               label_of(*name_space, kNamespaceLabel, *injection));
        }
        return no(label_of(*name_space, kNamespaceLabel, *injection)); // no webhook selects other values
    }
    if (const std::string* revision = value_of(around, kRevisionLabel)) {
        return by_revision(settings, *revision, label_of(*name_space, kRevisionLabel, *revision));
    }
    if (const std::string* revision = value_of(own, kRevisionLabel)) {
        return by_revision(settings, *revision, label_of(workload, kRevisionLabel, *revision));
    }
    if (has_value(own, kInjectLabel, "true")) {
        return by_revision(settings, std::string(kDefaultRevision), label_of(workload, kInjectLabel, "true"));
    }
    const bool by_default = settings.namespaces_by_default && value_of(own, kInjectLabel) == nullptr &&
                            !is_system(workload.metadata.name_space);
    if (by_default) {
        return yes(std::string(kDefaultRevision), {"enableNamespacesByDefault is set", {}});
    }
    return no({fmt::format("neither namespace {} nor the pods of {} have a label that asks for a sidecar",
                           workload.metadata.name_space, qualified_name(workload.metadata)),
               workload.metadata.origin});
}

InjectionDecision istio_injector(const InjectionSettings& settings, const Workload& workload) {
    using Policy = InjectionSettings::Policy;
    const Origin& origin = workload.metadata.origin;
    const std::string name = qualified_name(workload.metadata);
    if (workload.pod.host_network) {
        return no({fmt::format("the pods of {} use the node's network", name), origin});
    }
    if (is_system(workload.metadata.name_space)) {
        return no({fmt::format("{} is a namespace of Kubernetes itself", workload.metadata.name_space), {}});
    }
    if (settings.policy == Policy::Invalid) {
        return no({"the injector's policy is neither enabled nor disabled", {}});
    }
    const std::string* label = value_of(workload.pod.labels, kInjectLabel);
    const std::string* asked = label != nullptr ? label : value_of(workload.pod.annotations, kInjectLabel);
    if (asked != nullptr && (*asked == "true" || *asked == "false")) {
        Reason reason{fmt::format("the pods of {} have the {} {}={}", name,
                                  label != nullptr ? "label" : "annotation", kInjectLabel, *asked),
                      origin};
        return *asked == "true" ? yes("", std::move(reason)) : no(std::move(reason));
    }
    if (any_matches(settings.never, workload.pod.labels)) {
        return no({fmt::format("neverInjectSelector matches the pods of {}", name), origin});
    }
    if (any_matches(settings.always, workload.pod.labels)) {
        return yes("", {fmt::format("alwaysInjectSelector matches the pods of {}", name), origin});
    }
    if (settings.policy == Policy::Disabled) {
        return no({"the injector's policy is disabled", {}});
    }
    return yes("", {"the injector's policy is enabled", {}});
}

InjectionDecision istio_sidecar(const InjectionSettings& settings, const Namespace* name_space,
                                const Workload& workload) {
    InjectionDecision webhook = istio_webhook(settings, name_space, workload);
    if (!webhook.injected) {
        return webhook;
    }
    InjectionDecision injector = istio_injector(settings, workload);
    return injector.injected ? webhook : injector;
}

} // namespace meshcast
