#include "scenarios/analysis/istio/checks.h"
#include "scenarios/analysis/kinds.h"

#include <algorithm>
#include <array>

namespace meshcast::analysis {

namespace {

constexpr std::string_view kRemovedGroup = "rbac.istio.io";
constexpr std::array<std::string_view, 4> kRemovedKinds{"ClusterRbacConfig", "RbacConfig", "ServiceRole",
                                                        "ServiceRoleBinding"};

bool is_removed(std::string_view group, std::string_view kind) {
    return group == kRemovedGroup && std::ranges::find(kRemovedKinds, kind) != kRemovedKinds.end();
}

void report_deprecated(Diagnostics& diagnostics, const Object& object, const Peek& where,
                       std::string_view what, std::string_view hint = {}) {
    report(diagnostics, object, where, message::Deprecated, fill(message::Deprecated, what), hint);
}

} // namespace

void analyze_deprecations(const Input& input, Diagnostics& diagnostics) {
    for (const Object* object : input.of(kinds::kVirtualService)) {
        for (const Peek& rule : object->spec()["http"].items()) {
            const Peek percent = rule["fault"]["delay"]["percent"];
            if (percent.integer().value_or(0) > 0) {
                report_deprecated(diagnostics, *object, percent, "fault.delay.percent is deprecated",
                                  "write percentage: {value: " + percent.text() + "}");
            }
        }
    }
    for (const Object* object : input.of(kinds::kSidecar)) {
        if (const Peek proxy = object->spec()["outboundTrafficPolicy"]["egressProxy"]) {
            report_deprecated(diagnostics, *object, proxy, "outboundTrafficPolicy.egressProxy is ignored");
        }
    }
    for (const Object& object : input.objects()) {
        const Peek spec = object.spec();
        const bool removed_crd = object.is(kinds::kCustomResourceDefinition) &&
                                 is_removed(spec["group"].text(), spec["names"]["kind"].text());
        if (removed_crd || is_removed(object.group, object.kind)) {
            report_deprecated(diagnostics, object, {}, "Istio has no kinds of rbac.istio.io any more",
                              "use AuthorizationPolicy");
        }
    }
}

} // namespace meshcast::analysis
