#pragma once

#include "sim/model/topology.h"
#include "sim/policy/injection/decision.h"

#include <vector>

namespace meshcast {

/// The webhook goes by annotations. `linkerd inject` asks for every pod but those that opt out, and takes a
/// proxy of Linkerd's own away first; namespaces do not count there.
enum class LinkerdInjector { Webhook, Command };

/// Why a pod is skipped, in Linkerd's words.
enum class LinkerdRefusal {
    HostNetwork,
    SidecarExists,
    AnnotationAbsent,
    AnnotationDisabled,
    AnnotationInvalid,
    NoToken,
};

struct LinkerdDecision : InjectionDecision {
    std::vector<LinkerdRefusal> refusals; // all there are; empty: injected
    bool ingress = false;                 // linkerd.io/inject: ingress
};

/// `linkerd.io/inject` on the pod template, else on the namespace (nullptr: not declared); hostNetwork, a
/// sidecar that is there already, no service account token. `account` is the pods' ServiceAccount, nullptr
/// where it is not declared.
/// https://linkerd.io/2-edge/features/proxy-injection/
LinkerdDecision linkerd_injection(LinkerdInjector injector, const Namespace* name_space,
                                  const Workload& workload, const ServiceAccount* account = nullptr);

} // namespace meshcast
