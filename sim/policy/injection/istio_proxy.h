#pragma once

#include "sim/model/security.h"
#include "sim/policy/directory.h"

namespace meshcast {

enum class ProxyKind { None, Sidecar, Ztunnel };

/// Which of Istio's proxies a pod's traffic passes, as its labels have it.
struct ProxyDecision {
    ProxyKind kind = ProxyKind::None;
    std::string revision; // of a sidecar that is injected
    std::string because;
    Origin origin; // of the object that decided; line 0: a default did
};

/// A template that has the container `istio-proxy` brings its sidecar along, as gateways do.
ProxyDecision istio_proxy_of(const InjectionSettings& settings, const Directory& directory,
                             const Workload& workload);

} // namespace meshcast
