#include "scenarios/analysis/hosts.h"
#include "scenarios/analysis/istio/checks.h"
#include "scenarios/analysis/kinds.h"
#include "scenarios/analysis/pods.h"

#include <algorithm>

namespace meshcast::analysis {

namespace {

/// Labels of the pods as Istio's registry has them: with the place of the node they run on.
std::vector<Labels> endpoint_labels(const Input& input) {
    std::vector<Labels> result;
    for (const PodView& pod : all_pods(input)) {
        Labels labels = pod.labels;
        const std::string node_name = pod.spec["nodeName"].text();
        if (const Object* node = input.find(kinds::kNode, "", node_name); node != nullptr) {
            for (const std::string_view key : {"topology.kubernetes.io/region", "topology.kubernetes.io/zone",
                                               "topology.istio.io/subzone"}) {
                if (const auto place = node->labels.find(key);
                    place != node->labels.end() && !place->second.empty()) {
                    labels[place->first] = place->second;
                }
            }
            labels["kubernetes.io/hostname"] = node_name;
        }
        result.push_back(std::move(labels));
    }
    return result;
}

} // namespace

void analyze_subset_pods(const Input& input, Diagnostics& diagnostics) {
    const Hosts hosts(input);
    const std::vector<Labels> endpoints = endpoint_labels(input);
    for (const Object* rule : input.of(kinds::kDestinationRule)) {
        const Peek spec = rule->spec();
        const HostEntry* entry = hosts.find(rule->name_space, spec["exportTo"].texts(), spec["host"].text());
        if (entry == nullptr) {
            report(diagnostics, *rule, spec["host"], message::RuleHostUnknown,
                   fill(message::RuleHostUnknown, spec["host"].text()));
            continue;
        }
        for (const Peek& subset : spec["subsets"].items()) {
            Labels labels = entry->selector;
            for (const auto& [key, value] : subset["labels"].map()) {
                labels[key] = value;
            }
            const bool found =
                std::ranges::any_of(endpoints, [&](const Labels& pod) { return selected(labels, pod); });
            if (!found) {
                report(diagnostics, *rule, subset, message::SubsetWithoutPods,
                       fill(message::SubsetWithoutPods, subset["name"].text()),
                       labels.empty() ? "" : "no pod has " + selector_text(labels));
            }
        }
    }
}

} // namespace meshcast::analysis
