#include "scenarios/schema/changes.h"

#include "scenarios/diagnostics/scenario_messages.h"

namespace meshcast {

const Object<DeclaredChange>& Declaration<DeclaredChange>::object() {
    static const auto object =
        Object<DeclaredChange>(
            "Change", "Configuration that changes while the scenario runs: routes, gateways, destination "
                      "policies. Proxies have it when the control plane has handed it on.")
            .required("at", &DeclaredChange::at, "When it is declared, since the start of the run.",
                      {.min = Duration{}, .max = std::chrono::hours(168), .example = "2m"})
            .field("apply", &DeclaredChange::apply,
                   "Manifests, by paths relative to this file: what they hold is added, or takes the place "
                   "of what has its kind, namespace and name.",
                   {.example = "[canary.yaml]"})
            .field("delete", &DeclaredChange::remove, "Objects, by kind and name or namespace/name.",
                   {.example = "[VirtualService shop/reviews]"})
            .check([](ReadContext& context, const yaml::Node& node, const DeclaredChange& change) {
                return !change.apply.empty() || !change.remove.empty() ||
                       context.error(message::FieldMissing, node,
                                     fill(message::FieldMissing, context.path(), "what changes"),
                                     "add apply: [canary.yaml], or delete: [VirtualService reviews]");
            });
    return object;
}

} // namespace meshcast
