#include "scenarios/import/istio/policy_scope.h"

#include "scenarios/diagnostics/catalogue.h"
#include "scenarios/import/kubernetes/metadata.h"
#include "scenarios/import/kubernetes/spelling.h"

namespace meshcast::istio {

namespace {

const kubernetes::Fields kSelectorFields{{"matchLabels"}, {}};
const kubernetes::Fields kTargetFields{{"group", "kind", "name", "namespace"}, {}};

PolicyTarget read_target(const yaml::Cursor& ref) {
    kubernetes::check_spelling(ref, kTargetFields);
    kubernetes::warn_if_missing(ref["kind"], "write kind: Gateway, Service or ServiceEntry");
    kubernetes::warn_if_missing(ref["name"], "write name: NAME");
    return {ref["group"].string().value_or(""), ref["kind"].string().value_or(""),
            ref["name"].string().value_or(""), ref["namespace"].string().value_or(""), ref.origin()};
}

} // namespace

PolicyScope read_policy_scope(const yaml::Cursor& spec) {
    PolicyScope scope;
    if (const yaml::Cursor selector = spec["selector"]; selector.present()) {
        kubernetes::check_spelling(selector, kSelectorFields);
        scope.selector = kubernetes::read_labels(selector["matchLabels"]);
    }
    for (const yaml::Cursor& ref : spec["targetRefs"].items()) {
        scope.targets.push_back(read_target(ref));
    }
    if (scope.targets.empty() && spec["targetRef"].present()) {
        scope.targets.push_back(read_target(spec["targetRef"]));
    }
    if (scope.selector && !scope.targets.empty()) {
        spec["selector"].report(message::PolicyScopeTwice, fill(message::PolicyScopeTwice, spec.path()));
    }
    return scope;
}

} // namespace meshcast::istio
