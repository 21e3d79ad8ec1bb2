#include "scenarios/load/autoscalers.h"

#include "scenarios/diagnostics/catalogue.h"
#include "scenarios/diagnostics/scenario_messages.h"
#include "scenarios/diagnostics/suggest.h"
#include "sim/policy/selection.h"

#include <fmt/format.h>

#include <algorithm>

namespace meshcast {

namespace {

bool requests_cpu(const Workload& workload, const std::string& container) {
    return std::ranges::any_of(workload.pod.containers, [&](const Container& candidate) {
        return !candidate.init && candidate.cpu_request.count > 0 &&
               (container.empty() || candidate.name == container);
    });
}

/// Where else a workload of that name is, or one that is spelt like it.
std::string target_hint(const Autoscaler& scaler, const Topology& topology) {
    std::vector<std::string> known;
    for (const Workload& workload : topology.workloads) {
        if (workload.metadata.name == scaler.target) {
            return fmt::format("{} is in namespace {}; write metadata.namespace: {}", scaler.target,
                               workload.metadata.name_space, workload.metadata.name_space);
        }
        known.push_back(workload.metadata.name);
    }
    return did_you_mean(scaler.target, known);
}

} // namespace

void check_autoscalers(const Directory& directory, Diagnostics& diagnostics) {
    for (const Autoscaler& scaler : directory.topology().autoscalers) {
        const Workload* target = directory.workload(scaler.metadata.name_space + "/" + scaler.target);
        if (target == nullptr) {
            diagnostics.add(message::ScaleTargetMissing, scaler.metadata.origin,
                            fill(message::ScaleTargetMissing, qualified_name(scaler.metadata),
                                 scaler.target_kind, scaler.target, scaler.metadata.name_space),
                            target_hint(scaler, directory.topology()));
            continue;
        }
        for (const ScalingMetric& metric : scaler.metrics) {
            // A container that is no part of the template is the sidecar, whose request the plane knows.
            const bool of_sidecar = !metric.container.empty() &&
                                    std::ranges::find(target->pod.containers, metric.container,
                                                      &Container::name) == target->pod.containers.end();
            if (metric.utilization > 0 && !of_sidecar && !requests_cpu(*target, metric.container)) {
                diagnostics.add(message::NothingToScaleBy, scaler.metadata.origin,
                                fill(message::NothingToScaleBy, qualified_name(scaler.metadata),
                                     qualified_name(target->metadata)),
                                "add resources: {requests: {cpu: 100m}} to its containers");
            }
        }
    }
}

} // namespace meshcast
