#include "scenarios/analysis/istio/checks.h"
#include "scenarios/analysis/kinds.h"

#include <algorithm>
#include <set>

namespace meshcast::analysis {

/// https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#Network-NetworkEndpoints
void analyze_mesh_networks(const Input& input, Diagnostics& diagnostics) {
    const Input::MeshNetworks& given = input.mesh_networks();
    if (given.object == nullptr) {
        return;
    }
    std::set<std::string> registries{"Kubernetes", "External", "Mock"};
    for (const Object* secret : input.of(kinds::kSecret)) {
        if (label(secret->labels, "istio/multiCluster") == "true") {
            for (const std::string_view field : {"data", "stringData"}) {
                for (const auto& [cluster, config] : secret->root()[field].entries()) {
                    registries.insert(cluster);
                }
            }
        }
    }
    for (const auto& [network, settings] : given.networks.entries()) {
        for (const Peek& endpoint : settings["endpoints"].items()) {
            const Peek registry = endpoint["fromRegistry"];
            if (registry && !registries.contains(registry.text())) {
                report(diagnostics, *given.object, registry, message::UnknownServiceRegistry,
                       fill(message::UnknownServiceRegistry, network, registry.text()));
            }
        }
    }
}

} // namespace meshcast::analysis
