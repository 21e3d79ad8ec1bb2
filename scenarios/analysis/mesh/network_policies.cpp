#include "scenarios/analysis/kinds.h"
#include "scenarios/analysis/mesh/checks.h"
#include "scenarios/analysis/pods.h"
#include "sim/policy/selection.h"

#include <algorithm>
#include <optional>

namespace meshcast::analysis {

namespace {

LabelSelector selector_of(const Peek& selector) {
    LabelSelector result;
    result.labels = selector["matchLabels"].map();
    for (const Peek& item : selector["matchExpressions"].items()) {
        result.expressions.push_back({item["key"].text(), item["operator"].text(), item["values"].texts()});
    }
    return result;
}

/// A port that the mesh itself needs, and the way to or from the pod.
struct MeshPort {
    std::int64_t number = 0;
    std::string_view what;
    bool ingress = false;
};

/// https://istio.io/latest/docs/ops/deployment/application-requirements/#ports-used-by-istio and
/// https://linkerd.io/2/reference/proxy-configuration/
std::optional<MeshPort> needed_port(const Input& input, const PodView& pod) {
    if (is_ambient(input, pod)) {
        return MeshPort{15008, "HBONE, by which other pods of the mesh arrive", true};
    }
    const Object* home = input.find(kinds::kNamespace, "", pod.object->name_space);
    const auto injected_by_linkerd = [&](const Labels& annotations) {
        return label(annotations, "linkerd.io/inject") == "enabled";
    };
    if (injected_by_linkerd(pod.annotations) || (home != nullptr && injected_by_linkerd(home->annotations))) {
        return MeshPort{4143, "the inbound port of Linkerd's proxy", true};
    }
    if (home != nullptr && has_sidecar(input, pod.object->name_space, pod.labels, pod.annotations, pod.spec,
                                       UnknownNamespace::Left)) {
        return MeshPort{15012, "istiod's, from which the sidecar gets its configuration", false};
    }
    return std::nullopt;
}

bool restricts(const Peek& spec, bool ingress) {
    const std::vector<std::string> types = spec["policyTypes"].texts();
    if (types.empty()) {
        return ingress || spec["egress"].present();
    }
    return std::ranges::find(types, ingress ? "Ingress" : "Egress") != types.end();
}

bool opens(const Peek& spec, const MeshPort& needed) {
    const std::vector<Peek> rules = spec[needed.ingress ? "ingress" : "egress"].items();
    return std::ranges::any_of(rules, [&](const Peek& rule) {
        const std::vector<Peek> ports = rule["ports"].items();
        return ports.empty() || std::ranges::any_of(ports, [&](const Peek& port) {
                   const auto first = port["port"].integer();
                   const auto last = port["endPort"].integer();
                   return !port["port"] || // any port, or one by a name that only the pod knows
                          !first || (*first <= needed.number && needed.number <= last.value_or(*first));
               });
    });
}

} // namespace

/// Several policies for a pod add up: one that opens the port is enough.
void analyze_mesh_ports(const Input& input, Diagnostics& diagnostics) {
    const std::vector<const Object*> policies = input.of(kinds::kNetworkPolicy);
    std::vector<const Object*> reported;
    for (const PodView& pod : all_pods(input)) {
        const std::optional<MeshPort> needed = needed_port(input, pod);
        if (!needed) {
            continue;
        }
        std::vector<const Object*> restricting;
        for (const Object* policy : policies) {
            if (policy->name_space == pod.object->name_space && restricts(policy->spec(), needed->ingress) &&
                matches(selector_of(policy->spec()["podSelector"]), pod.labels)) {
                restricting.push_back(policy);
            }
        }
        const bool open = restricting.empty() || std::ranges::any_of(restricting, [&](const Object* policy) {
                              return opens(policy->spec(), *needed);
                          });
        for (const Object* policy : restricting) {
            if (!open && std::ranges::find(reported, policy) == reported.end()) {
                reported.push_back(policy);
                report(diagnostics, *policy, policy->spec(), message::MeshPortBlocked,
                       fill(message::MeshPortBlocked, needed->number, needed->what),
                       fmt::format("add {} of port {}, TCP", needed->ingress ? "ingress" : "egress",
                                   needed->number));
            }
        }
    }
}

void analyze_empty_selectors(const Input& input, Diagnostics& diagnostics) {
    const std::vector<PodView> pods = all_pods(input);
    const auto check = [&](const Object& object, const Peek& selector, bool everywhere) {
        const LabelSelector wanted = selector_of(selector);
        const bool found = std::ranges::any_of(pods, [&](const PodView& pod) {
            return (everywhere || pod.object->name_space == object.name_space) && matches(wanted, pod.labels);
        });
        if (selector.size() > 0 && !found) {
            std::string shown = selector_text(wanted.labels);
            for (const LabelRequirement& requirement : wanted.expressions) {
                shown +=
                    fmt::format("{}{} {}", shown.empty() ? "" : ",", requirement.key, requirement.operation);
            }
            report(diagnostics, object, selector, message::SelectsNothing,
                   fill(message::SelectsNothing, shown));
        }
    };
    for (const Object* policy : input.of(kinds::kNetworkPolicy)) {
        check(*policy, policy->spec()["podSelector"], false);
    }
    for (const ObjectKind& kind : {kinds::kPeerAuthentication, kinds::kRequestAuthentication}) {
        for (const Object* policy : input.of(kind)) {
            check(*policy, policy->spec()["selector"],
                  kind == kinds::kRequestAuthentication && policy->name_space == input.root_namespace());
        }
    }
}

} // namespace meshcast::analysis
