#include "scenarios/analysis/istio/annotation_table.h"
#include "scenarios/analysis/istio/checks.h"
#include "scenarios/analysis/kinds.h"
#include "scenarios/analysis/pods.h"
#include "scenarios/diagnostics/suggest.h"

#include <algorithm>
#include <array>

namespace meshcast::analysis {

namespace {

constexpr std::array kAnnotatedKinds{kinds::kNamespace, kinds::kService, kinds::kPod, kinds::kDeployment};

std::string suggest_annotation(const std::string& name) {
    std::vector<std::string> names;
    for (const KnownAnnotation& known : known_annotations()) {
        names.emplace_back(known.name);
    }
    return did_you_mean(name, names);
}

bool belongs_on(const KnownAnnotation& known, std::string_view kind) {
    std::string_view kinds = known.kinds;
    while (!kinds.empty()) {
        const std::size_t comma = kinds.find(", ");
        if (kinds.substr(0, comma) == kind) {
            return true;
        }
        kinds.remove_prefix(comma == kinds.npos ? kinds.size() : comma + 2);
    }
    return false;
}

void check_annotation(const Object& object, const std::string& name, const Peek& value,
                      Diagnostics& diagnostics) {
    const KnownAnnotation* known = find_annotation(name);
    if (known == nullptr) {
        report(diagnostics, object, value, message::UnknownAnnotation, fill(message::UnknownAnnotation, name),
               suggest_annotation(name));
        return;
    }
    const bool has_label = name == "sidecar.istio.io/inject" && object.labels.contains(name);
    if (known->deprecated && !has_label) {
        report(diagnostics, object, value, message::DeprecatedAnnotation,
               fill(message::DeprecatedAnnotation, name),
               name == "sidecar.istio.io/inject" ? "use the label sidecar.istio.io/inject" : "");
    }
    if (known->kinds == "Any") {
        return;
    }
    if (!belongs_on(*known, object.kind)) {
        report(diagnostics, object, value, message::MisplacedAnnotation,
               fill(message::MisplacedAnnotation, name, known->kinds),
               known->kinds == "Pod" && object.kind == "Deployment"
                   ? "move it to spec.template.metadata.annotations"
                   : "");
        return;
    }
    if (const std::string problem = annotation_problem(name, value.text()); !problem.empty()) {
        report(diagnostics, object, value, message::InvalidAnnotation,
               fill(message::InvalidAnnotation, name, problem));
    }
}

/// Those that the CNI plugin's installation sets on every pod; istio-init is what it replaces.
bool set_by_installation(const Object& object, std::string_view name) {
    constexpr std::array<std::string_view, 4> kSetByDefault{
        "sidecar.istio.io/interceptionMode", "traffic.sidecar.istio.io/includeInboundPorts",
        "traffic.sidecar.istio.io/excludeInboundPorts", "traffic.sidecar.istio.io/includeOutboundIPRanges"};
    if (object.kind != "Pod" || std::ranges::find(kSetByDefault, name) == kSetByDefault.end()) {
        return false;
    }
    const std::vector<Peek> init = object.spec()["initContainers"].items();
    return std::ranges::none_of(init,
                                [](const Peek& container) { return container["name"].is("istio-init"); });
}

} // namespace

void analyze_annotations(const Input& input, Diagnostics& diagnostics) {
    for (const ObjectKind& kind : kAnnotatedKinds) {
        for (const Object* object : input.of(kind)) {
            for (const auto& [name, value] : object->root()["metadata"]["annotations"].entries()) {
                if (is_istio_annotation(name)) {
                    check_annotation(*object, name, value, diagnostics);
                }
            }
        }
    }
}

void analyze_alpha_annotations(const Input& input, Diagnostics& diagnostics) {
    for (const ObjectKind& kind : kAnnotatedKinds) {
        for (const Object* object : input.of(kind)) {
            for (const auto& [name, value] : object->root()["metadata"]["annotations"].entries()) {
                const KnownAnnotation* known = find_annotation(name);
                const bool alpha = known != nullptr && known->status == KnownAnnotation::Status::Alpha;
                if (alpha && name != "sidecar.istio.io/status" && !set_by_installation(*object, name)) {
                    report(diagnostics, *object, value, message::AlphaAnnotation,
                           fill(message::AlphaAnnotation, name));
                }
            }
        }
    }
}

} // namespace meshcast::analysis
