#include "sim/policy/injection/istio_proxy.h"

#include "sim/policy/injection/ambient.h"
#include "sim/policy/injection/istio_sidecar.h"
#include "sim/policy/selection.h"

#include <fmt/format.h>

#include <algorithm>

namespace meshcast {

namespace {

constexpr std::string_view kProxyContainer = "istio-proxy";

bool brings_proxy(const PodTemplate& pod) {
    return std::ranges::any_of(pod.containers,
                               [](const Container& container) { return container.name == kProxyContainer; });
}

} // namespace

ProxyDecision istio_proxy_of(const InjectionSettings& settings, const Directory& directory,
                             const Workload& workload) {
    if (brings_proxy(workload.pod)) {
        return {ProxyKind::Sidecar, "",
                fmt::format("the pods of {} have a container {}", qualified_name(workload.metadata),
                            kProxyContainer),
                workload.metadata.origin};
    }
    const Namespace* name_space = directory.name_space(workload.metadata.name_space);
    const InjectionDecision sidecar = istio_sidecar(settings, name_space, workload);
    if (sidecar.injected) {
        return {ProxyKind::Sidecar, sidecar.revision, sidecar.because, sidecar.origin};
    }
    const InjectionDecision ambient = ambient_capture(name_space, workload, false);
    if (ambient.injected) {
        return {ProxyKind::Ztunnel, "", ambient.because, ambient.origin};
    }
    return {ProxyKind::None, "", sidecar.because, sidecar.origin};
}

} // namespace meshcast
