#pragma once

#include "sim/model/injection.h"
#include "sim/model/topology.h"
#include "sim/policy/injection/decision.h"

#include <string_view>

namespace meshcast {

inline constexpr std::string_view kDefaultRevision = "default";

/// Which revision's webhook gets the pod, by its own labels and those of its namespace (nullptr: not
/// declared, no labels). `injected` means that one does.
/// https://istio.io/latest/docs/setup/additional-setup/sidecar-injection/#controlling-the-injection-policy
InjectionDecision istio_webhook(const InjectionSettings& settings, const Namespace* name_space,
                                const Workload& workload);

/// What the injector does with a pod that a webhook has got.
/// https://github.com/istio/istio/blob/master/pkg/kube/inject/inject.go (injectRequired)
InjectionDecision istio_injector(const InjectionSettings& settings, const Workload& workload);

/// Both: whether the pod gets a sidecar.
InjectionDecision istio_sidecar(const InjectionSettings& settings, const Namespace* name_space,
                                const Workload& workload);

} // namespace meshcast
