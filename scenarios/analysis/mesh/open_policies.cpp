#include "scenarios/analysis/kinds.h"
#include "scenarios/analysis/mesh/checks.h"
#include "scenarios/analysis/pods.h"

#include <algorithm>

namespace meshcast::analysis {

namespace {

/// A rule without any condition takes every request. An empty list is a condition that is not there.
bool takes_everything(const Peek& rule) {
    return rule["from"].size() == 0 && rule["to"].size() == 0 && rule["when"].size() == 0;
}

const Peek* find_open_rule(const std::vector<Peek>& rules) {
    const auto found = std::ranges::find_if(rules, takes_everything);
    return found == rules.end() ? nullptr : &*found;
}

/// Whether whatever the second policy selects is selected by the first, too.
bool covers_policy(const Input& input, const Object& wide, const Object& narrow) {
    const Labels wanted = wide.spec()["selector"]["matchLabels"].map();
    const bool reaches = wide.name_space == narrow.name_space || wide.name_space == input.root_namespace();
    const bool by_target = wide.spec()["targetRefs"].size() > 0 || wide.spec()["targetRef"].present();
    return reaches && !by_target && selected(wanted, narrow.spec()["selector"]["matchLabels"].map());
}

} // namespace

/// https://istio.io/latest/docs/concepts/security/#implicit-enablement
void analyze_open_policies(const Input& input, Diagnostics& diagnostics) {
    const std::vector<const Object*> policies = input.of(kinds::kAuthorizationPolicy);
    for (const Object* policy : policies) {
        const std::vector<Peek> rules = policy->spec()["rules"].items();
        const Peek* open = find_open_rule(rules);
        if (open == nullptr) {
            continue;
        }
        const std::string action = policy->spec()["action"].text();
        if (action.empty() || action == "ALLOW") {
            report(diagnostics, *policy, *open, message::AllowsEveryone,
                   fill(message::AllowsEveryone, open - rules.data()));
        }
        for (const Object* other : policies) {
            const std::string others = other->spec()["action"].text();
            if (action == "DENY" && (others.empty() || others == "ALLOW") &&
                other->spec()["rules"].size() > 0 && covers_policy(input, *policy, *other)) {
                report(diagnostics, *policy, *open, message::DenyEverything,
                       fill(message::DenyEverything, other->resource()));
            }
        }
    }
}

} // namespace meshcast::analysis
