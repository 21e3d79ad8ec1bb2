#include "scenarios/analysis/istio/checks.h"
#include "scenarios/analysis/kinds.h"
#include "scenarios/analysis/pods.h"

namespace meshcast::analysis {

namespace {

void check_users(const Object& object, const Peek& pod_spec, Diagnostics& diagnostics) {
    std::vector<Peek> owners{pod_spec};
    for (const Peek& container : pod_spec["containers"].items()) {
        if (!container["name"].is("istio-proxy") && !container["name"].is("istio-operator")) {
            owners.push_back(container);
        }
    }
    for (const Peek& owner : owners) {
        const Peek user = owner["securityContext"]["runAsUser"];
        if (user.is("1337")) {
            report(diagnostics, object, user, message::ReservedUserId, message::ReservedUserId.text,
                   "choose another runAsUser");
            return; // once an object
        }
    }
}

} // namespace

void analyze_application_uid(const Input& input, Diagnostics& diagnostics) {
    for (const Object* pod : input.of(kinds::kPod)) {
        if (!is_control_plane(*pod)) {
            check_users(*pod, pod->spec(), diagnostics);
        }
    }
    for (const Object* deployment : input.of(kinds::kDeployment)) {
        if (!is_control_plane(*deployment)) {
            check_users(*deployment, deployment->spec()["template"]["spec"], diagnostics);
        }
    }
}

} // namespace meshcast::analysis
