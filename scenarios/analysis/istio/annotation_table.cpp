#include "scenarios/analysis/istio/annotation_table.h"

#include <algorithm>

namespace meshcast::analysis {

namespace {

using Status = KnownAnnotation::Status;

constexpr KnownAnnotation kKnownAnnotations[] = {
    {"alpha.istio.io/canonical-serviceaccounts", "Service", Status::Alpha, true},
    {"alpha.istio.io/kubernetes-serviceaccounts", "Service", Status::Alpha, true},
    {"ambient.istio.io/bypass-inbound-capture", "Pod"},
    {"ambient.istio.io/dns-capture", "Pod"},
    {"ambient.istio.io/redirection", "Pod", Status::Beta},
    {"ambient.istio.io/waypoint-inbound-binding", "GatewayClass, Gateway"},
    {"galley.istio.io/analyze-suppress", "Any"},
    {"gateway.istio.io/controller-version", "Any", Status::Beta},
    {"gateway.istio.io/name-override", "Gateway"},
    {"gateway.istio.io/service-account", "Gateway"},
    {"gateway.istio.io/tls-terminate-mode", "Gateway"},
    {"inject.istio.io/templates", "Pod"},
    {"install.operator.istio.io/chart-owner", "Any"},
    {"install.operator.istio.io/owner-generation", "Any"},
    {"install.operator.istio.io/version", "Any"},
    {"internal.istio.io/service-upgrade-time", "Any"},
    {"istio.io/autoRegistrationGroup", "WorkloadEntry"},
    {"istio.io/connectedAt", "WorkloadEntry"},
    {"istio.io/disconnectedAt", "WorkloadEntry"},
    {"istio.io/dry-run", "AuthorizationPolicy"},
    {"istio.io/reroute-virtual-interfaces", "Pod"},
    {"istio.io/rev", "Pod", Status::Beta},
    {"istio.io/workloadController", "WorkloadEntry"},
    {"kubernetes.io/ingress.class", "Ingress", Status::Stable},
    {"networking.istio.io/address-type", "Gateway"},
    {"networking.istio.io/exportTo", "Service"},
    {"networking.istio.io/service-type", "Gateway"},
    {"networking.istio.io/traffic-distribution", "Service, ServiceEntry, Namespace"},
    {"prometheus.istio.io/merge-metrics", "Pod"},
    {"proxy.istio.io/config", "Pod", Status::Beta},
    {"proxy.istio.io/overrides", "Pod"},
    {"readiness.status.sidecar.istio.io/applicationPorts", "Pod"},
    {"readiness.status.sidecar.istio.io/failureThreshold", "Pod"},
    {"readiness.status.sidecar.istio.io/initialDelaySeconds", "Pod"},
    {"readiness.status.sidecar.istio.io/periodSeconds", "Pod"},
    {"sidecar.istio.io/agentLogLevel", "Pod"},
    {"sidecar.istio.io/bootstrapOverride", "Pod"},
    {"sidecar.istio.io/componentLogLevel", "Pod"},
    {"sidecar.istio.io/discoveryAddress", "Pod", Status::Alpha, true},
    {"sidecar.istio.io/enableCoreDump", "Pod"},
    {"sidecar.istio.io/extraStatTags", "Pod", Status::Alpha, true},
    {"sidecar.istio.io/inject", "Pod", Status::Beta, true},
    {"sidecar.istio.io/interceptionMode", "Pod"},
    {"sidecar.istio.io/logLevel", "Pod"},
    {"sidecar.istio.io/nativeSidecar", "Pod"},
    {"sidecar.istio.io/proxyCPU", "Pod"},
    {"sidecar.istio.io/proxyCPULimit", "Pod"},
    {"sidecar.istio.io/proxyImage", "Pod"},
    {"sidecar.istio.io/proxyImageType", "Pod"},
    {"sidecar.istio.io/proxyMemory", "Pod"},
    {"sidecar.istio.io/proxyMemoryLimit", "Pod"},
    {"sidecar.istio.io/rewriteAppHTTPProbers", "Pod"},
    {"sidecar.istio.io/statsCompression", "Pod"},
    {"sidecar.istio.io/statsHistogramBuckets", "Pod"},
    {"sidecar.istio.io/statsInclusionPrefixes", "Pod", Status::Alpha, true},
    {"sidecar.istio.io/statsInclusionRegexps", "Pod", Status::Alpha, true},
    {"sidecar.istio.io/statsInclusionSuffixes", "Pod", Status::Alpha, true},
    {"sidecar.istio.io/status", "Pod"},
    {"sidecar.istio.io/userVolume", "Pod"},
    {"sidecar.istio.io/userVolumeMount", "Pod"},
    {"status.sidecar.istio.io/port", "Pod"},
    {"topology.istio.io/controlPlaneClusters", "Namespace"},
    {"traffic.istio.io/nodeSelector", "Service", Status::Stable},
    {"traffic.sidecar.istio.io/excludeInboundPorts", "Pod"},
    {"traffic.sidecar.istio.io/excludeInterfaces", "Pod"},
    {"traffic.sidecar.istio.io/excludeOutboundIPRanges", "Pod"},
    {"traffic.sidecar.istio.io/excludeOutboundPorts", "Pod"},
    {"traffic.sidecar.istio.io/includeInboundPorts", "Pod"},
    {"traffic.sidecar.istio.io/includeOutboundIPRanges", "Pod"},
    {"traffic.sidecar.istio.io/includeOutboundPorts", "Pod"},
    {"traffic.sidecar.istio.io/kubevirtInterfaces", "Pod"},
};

} // namespace

std::span<const KnownAnnotation> known_annotations() {
    return kKnownAnnotations;
}

const KnownAnnotation* find_annotation(std::string_view name) {
    const auto* found = std::ranges::find(kKnownAnnotations, name, &KnownAnnotation::name);
    return found == std::end(kKnownAnnotations) ? nullptr : found;
}

bool is_istio_annotation(std::string_view name) {
    return name == "kubernetes.io/ingress.class" || name.substr(0, name.find('/')).ends_with("istio.io");
}

} // namespace meshcast::analysis
