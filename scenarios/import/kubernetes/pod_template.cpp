#include "scenarios/import/kubernetes/pod_template.h"

#include "scenarios/diagnostics/catalogue.h"
#include "scenarios/import/kubernetes/metadata.h"
#include "scenarios/import/kubernetes/spelling.h"

namespace meshcast::kubernetes {

namespace {

const Fields kTemplateFields{{"metadata", "spec"}, {"apiVersion", "kind", "status"}};

const Fields kSpecFields{{"containers", "initContainers", "serviceAccountName", "serviceAccount",
                          "hostNetwork", "automountServiceAccountToken"},
                         {"activeDeadlineSeconds",
                          "affinity",
                          "dnsConfig",
                          "dnsPolicy",
                          "enableServiceLinks",
                          "ephemeralContainers",
                          "hostAliases",
                          "hostIPC",
                          "hostPID",
                          "hostUsers",
                          "hostname",
                          "hostnameOverride",
                          "imagePullSecrets",
                          "nodeName",
                          "nodeSelector",
                          "os",
                          "overhead",
                          "preemptionPolicy",
                          "priority",
                          "priorityClassName",
                          "readinessGates",
                          "resourceClaims",
                          "resources",
                          "restartPolicy",
                          "runtimeClassName",
                          "schedulerName",
                          "schedulingGates",
                          "securityContext",
                          "setHostnameAsFQDN",
                          "shareProcessNamespace",
                          "subdomain",
                          "terminationGracePeriodSeconds",
                          "tolerations",
                          "topologySpreadConstraints",
                          "volumes"}};

} // namespace

PodTemplate read_pod_template(const yaml::Cursor& pod) {
    PodTemplate result;
    check_spelling(pod, kTemplateFields);
    const yaml::Cursor metadata = pod["metadata"];
    result.labels = read_labels(metadata["labels"]);
    result.annotations = read_labels(metadata["annotations"]);
    const yaml::Cursor spec = pod["spec"];
    check_spelling(spec, kSpecFields);
    const yaml::Cursor containers = spec["containers"];
    for (const yaml::Cursor& item : containers.items()) {
        result.containers.push_back(read_container(item));
    }
    if (containers.missing() ||
        (containers.present() && containers.node()->is_sequence() && result.containers.empty())) {
        containers.report(message::IncompleteObject, fill(message::IncompleteObject, containers.path()),
                          "a pod needs at least one container");
    }
    for (const yaml::Cursor& item : spec["initContainers"].items()) {
        Container container = read_container(item);
        // One that always restarts is a sidecar in Kubernetes' own sense: it starts first, then runs beside
        // the others.
        container.init = item["restartPolicy"].string() != "Always";
        result.containers.push_back(std::move(container));
    }
    std::optional<std::string> account = read_string(spec["serviceAccountName"]);
    account = account ? account : read_string(spec["serviceAccount"]); // the field's old name
    result.service_account = account && !account->empty() ? *account : "default";
    result.host_network = spec["hostNetwork"].boolean().value_or(false);
    result.mounts_token = spec["automountServiceAccountToken"].boolean();
    return result;
}

} // namespace meshcast::kubernetes
