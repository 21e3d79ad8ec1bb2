#include "scenarios/analysis/istio/checks.h"
#include "scenarios/analysis/kinds.h"
#include "scenarios/analysis/pods.h"
#include "sim/policy/selection.h"

#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <set>

namespace meshcast::analysis {

namespace {

struct Hook {
    const Object* configuration = nullptr;
    std::string name;
    LabelSelector namespaces;
    LabelSelector objects;
    Peek client;
};

LabelSelector peek_selector(const Peek& selector) {
    LabelSelector result;
    result.labels = selector["matchLabels"].map();
    for (const Peek& item : selector["matchExpressions"].items()) {
        result.expressions.push_back({item["key"].text(), item["operator"].text(), item["values"].texts()});
    }
    return result;
}

std::vector<Hook> hooks_of(const Object& configuration) {
    std::vector<Hook> hooks;
    for (const Peek& hook : configuration.root()["webhooks"].items()) {
        hooks.push_back({&configuration, hook["name"].text(), peek_selector(hook["namespaceSelector"]),
                         peek_selector(hook["objectSelector"]), hook["clientConfig"]});
    }
    return hooks;
}

constexpr std::string_view kRevisionLabel = "istio.io/rev";

void collect_revisions(const LabelSelector& selector, std::set<std::string>& revisions) {
    if (const auto found = selector.labels.find(kRevisionLabel); found != selector.labels.end()) {
        revisions.insert(found->second);
    }
    for (const LabelRequirement& requirement : selector.expressions) {
        if (requirement.key == kRevisionLabel) {
            revisions.insert(requirement.values.begin(), requirement.values.end());
        }
    }
}

/// No labels, `key` both ways, and each of these with each revision.
std::vector<Labels> label_sets(const std::string& key, const std::string& yes, const std::string& no,
                               const std::set<std::string>& revisions) {
    std::vector<Labels> sets{{}, {{key, yes}}, {{key, no}}};
    const std::size_t plain = sets.size();
    for (const std::string& revision : revisions) {
        for (std::size_t i = 0; i < plain; ++i) {
            Labels set = sets[i];
            set[std::string(kRevisionLabel)] = revision;
            sets.push_back(std::move(set));
        }
    }
    return sets;
}

/// A pod that two webhooks take is injected twice.
void check_overlap(const std::vector<Hook>& hooks, const std::set<std::string>& revisions,
                   Diagnostics& diagnostics) {
    std::map<const Hook*, std::set<std::string>> others;
    for (const Labels& of_namespace : label_sets("istio-injection", "enabled", "disabled", revisions)) {
        for (const Labels& of_pod : label_sets("sidecar.istio.io/inject", "true", "false", revisions)) {
            std::vector<const Hook*> taking;
            for (const Hook& hook : hooks) {
                if (matches(hook.namespaces, of_namespace) && matches(hook.objects, of_pod)) {
                    taking.push_back(&hook);
                }
            }
            for (const Hook* hook : taking) {
                for (const Hook* other : taking) {
                    if (other != hook) {
                        others[hook].insert(other->configuration->name + "/" + other->name);
                    }
                }
            }
        }
    }
    for (const Hook& hook : hooks) {
        if (const auto found = others.find(&hook); found != others.end()) {
            report(diagnostics, *hook.configuration, {}, message::InvalidWebhook,
                   fill(message::InvalidWebhook, fmt::format("webhook {} takes the same pods as {}",
                                                             hook.name, fmt::join(found->second, ", "))));
        }
    }
}

bool has_auto_image(const Peek& pod_spec) {
    const std::vector<Peek> containers = pod_spec["containers"].items();
    return std::ranges::any_of(containers, [](const Peek& container) {
        return container["name"].is("istio-proxy") && container["image"].is("auto");
    });
}

} // namespace

void analyze_webhooks(const Input& input, Diagnostics& diagnostics) {
    std::vector<Hook> hooks;
    std::set<std::string> revisions;
    for (const Object* configuration : input.of(kinds::kMutatingWebhook)) {
        const std::vector<Hook> own = hooks_of(*configuration);
        std::set<std::string> own_revisions;
        if (const auto found = configuration->labels.find(kRevisionLabel);
            found != configuration->labels.end()) {
            own_revisions.insert(found->second);
        }
        for (const Hook& hook : own) {
            collect_revisions(hook.namespaces, own_revisions);
            collect_revisions(hook.objects, own_revisions);
        }
        const bool of_istio =
            std::ranges::any_of(own, [](const Hook& hook) { return hook.name.ends_with("istio.io"); });
        if (of_istio || !own_revisions.empty()) {
            hooks.insert(hooks.end(), own.begin(), own.end());
            revisions.merge(own_revisions);
        }
    }
    check_overlap(hooks, revisions, diagnostics);
    for (const Hook& hook : hooks) {
        const Peek service = hook.client["service"];
        const std::string name = service["name"].text();
        const std::string name_space = service["namespace"].text();
        if (service && input.find(kinds::kService, name_space, name) == nullptr) {
            report(diagnostics, *hook.configuration, service, message::InvalidWebhook,
                   fill(message::InvalidWebhook,
                        fmt::format("webhook {} calls service {}/{}, which is not there", hook.name,
                                    name_space, name)));
        }
    }
}

void analyze_image_auto(const Input& input, Diagnostics& diagnostics) {
    std::vector<Hook> hooks;
    for (const Object* configuration : input.of(kinds::kMutatingWebhook)) {
        for (Hook& hook : hooks_of(*configuration)) {
            if (hook.name.ends_with("istio.io")) {
                hooks.push_back(std::move(hook));
            }
        }
    }
    for (const Object* pod : input.of(kinds::kPod)) {
        if (has_auto_image(pod->spec())) {
            report(diagnostics, *pod, {}, message::AutoImageInPod, message::AutoImageInPod.text);
        }
    }
    for (const Object* deployment : input.of(kinds::kDeployment)) {
        const Peek pod = deployment->spec()["template"];
        if (!has_auto_image(pod["spec"])) {
            continue;
        }
        const std::string home = deployment->name_space.empty() ? "default" : deployment->name_space;
        const Object* name_space = input.find(kinds::kNamespace, "", home);
        const Labels of_namespace = name_space == nullptr ? Labels() : name_space->labels;
        const Labels of_pod = pod["metadata"]["labels"].map();
        const bool injected = std::ranges::any_of(hooks, [&](const Hook& hook) {
            return matches(hook.namespaces, of_namespace) && matches(hook.objects, of_pod);
        });
        if (!injected) {
            report(diagnostics, *deployment, {}, message::AutoImageNotInjected,
                   message::AutoImageNotInjected.text);
        }
    }
}

} // namespace meshcast::analysis
