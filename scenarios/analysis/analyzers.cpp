#include "scenarios/analysis/analyzers.h"

#include "scenarios/analysis/istio/checks.h"
#include "scenarios/analysis/mesh/checks.h"
#include "scenarios/analysis/validation/validate_objects.h"

#include <algorithm>

namespace meshcast::analysis {

namespace {

constexpr Analyzer kAnalyzers[] = {
    {"alpha-annotations", "annotations.AlphaAnalyzer",
     "annotations of features that may change without notice", analyze_alpha_annotations, false},
    {"annotations", "annotations.K8sAnalyzer",
     "unknown, misplaced, invalid and deprecated annotations of Istio", analyze_annotations},
    {"application-uid", "applicationUID.Analyzer", "applications that run as the proxy's user",
     analyze_application_uid},
    {"authorization-policies", "auth.AuthorizationPoliciesAnalyzer",
     "AuthorizationPolicies that select no pod in the mesh or name no namespace",
     analyze_authorization_policies},
    {"blocked-cidrs", "authn.BlockedCIDRsAnalyzer", "istiod that fetches keys from anywhere",
     analyze_blocked_cidrs},
    {"ca-certificates", "destinationrule.CaCertificateAnalyzer", "TLS to servers that nobody verifies",
     analyze_ca_certificates},
    {"conditions", "conditions.ConditionAnalyzer", "objects whose status says that they do not work",
     analyze_conditions},
    {"deprecations", "deprecation.DeprecationAnalyzer", "kinds and fields that Istio gave up",
     analyze_deprecations},
    {"destination-hosts", "virtualservice.DestinationHostAnalyzer",
     "routes to hosts and ports that are not there", analyze_destination_hosts},
    {"destination-subsets", "virtualservice.DestinationRuleAnalyzer",
     "routes to subsets that no DestinationRule defines", analyze_destination_subsets},
    {"empty-selectors", "", "policies that select no pod", analyze_empty_selectors},
    {"envoy-patches", "envoyfilter.EnvoyPatchAnalyzer",
     "EnvoyFilter patches that do nothing, or depend on others", analyze_envoy_patches},
    {"external-control-plane", "externalcontrolplane.ExternalControlPlaneAnalyzer",
     "webhooks without a usable address of istiod", analyze_external_control_plane},
    {"gateway-api-selectors", "k8sgateway.SelectorAnalyzer",
     "selectors that meet Gateway API gateways, where they do nothing", analyze_gateway_api_selectors},
    {"gateway-api-version", "k8sgateway.CRDVersionAnalyzer", "Gateway API CRDs too old for Istio",
     analyze_gateway_api_version},
    {"gateway-certificates", "gateway.CertificateAnalyzer", "Gateways that share a certificate",
     analyze_gateway_certificates},
    {"gateway-conflicts", "gateway.ConflictingGatewayAnalyzer", "Gateways with the same pods, port and hosts",
     analyze_gateway_conflicts},
    {"gateway-ports", "gateway.IngressGatewayPortAnalyzer", "Gateway ports to which no Service leads",
     analyze_gateway_ports},
    {"gateway-secrets", "gateway.SecretAnalyzer", "Gateway credentials that are missing, broken or expired",
     analyze_gateway_secrets},
    {"image-auto", "injection.ImageAutoAnalyzer", "image: auto without injection", analyze_image_auto},
    {"injection", "injection.Analyzer", "namespaces and pods that may miss their sidecar", analyze_injection},
    {"injection-image", "injection.ImageAnalyzer", "pods with an outdated proxy", analyze_injection_image},
    {"jwt-routes", "virtualservice.JWTClaimRouteAnalyzer", "routes by claims of tokens that nobody checks",
     analyze_jwt_routes},
    {"lightstep", "telemetry.LightstepAnalyzer", "use of the Lightstep provider", analyze_lightstep},
    {"mesh-hosts", "virtualservice.ConflictingMeshGatewayHostsAnalyzer",
     "VirtualServices that share a host in the mesh", analyze_mesh_hosts},
    {"mesh-networks", "meshnetworks.MeshNetworksAnalyzer", "networks of registries nobody knows",
     analyze_mesh_networks},
    {"mesh-ports", "", "NetworkPolicies that close the mesh's own ports", analyze_mesh_ports},
    {"object-validation", "", "objects that Istio's admission refuses", validate_objects},
    {"open-policies", "", "AuthorizationPolicies that allow or deny everything", analyze_open_policies},
    {"port-names", "service.PortNameAnalyzer", "Service ports whose names say no protocol",
     analyze_port_names},
    {"service-associations", "deployment.MultiServiceAnalyzer",
     "Services that disagree about the ports of shared pods", analyze_service_associations},
    {"service-entry-addresses", "serviceentry.Analyzer", "TCP ServiceEntries without addresses",
     analyze_service_entry_addresses},
    {"service-entry-conflicts", "serviceentry.ConflictingServiceEntryProtocolAnalyzer",
     "ServiceEntries that disagree about a port's protocol", analyze_service_entry_conflicts},
    {"sidecar-selectors", "sidecar.SelectorAnalyzer", "Sidecars that select nothing, or the same pods",
     analyze_sidecar_selectors},
    {"strict-clients", "", "clients without a proxy of servers that accept mutual TLS only",
     analyze_strict_clients},
    {"subset-pods", "destinationrule.SubsetSelectPodAnalyzer",
     "DestinationRules for unknown hosts and subsets without pods", analyze_subset_pods},
    {"telemetry-defaults", "telemetry.DefaultSelectorAnalyzer", "several Telemetries for a whole namespace",
     analyze_telemetry_defaults},
    {"telemetry-providers", "telemetry.ProviderAnalyzer", "access logging that goes nowhere",
     analyze_telemetry_providers},
    {"telemetry-selectors", "telemetry.SelectorAnalyzer", "Telemetries that select nothing, or the same pods",
     analyze_telemetry_selectors},
    {"tls-contradictions", "", "DestinationRules whose TLS the server does not speak",
     analyze_tls_contradictions},
    {"unreachable-rules", "", "VirtualService rules and matches that are never used",
     analyze_unreachable_rules},
    {"virtual-service-gateways", "virtualservice.GatewayAnalyzer",
     "VirtualServices on missing Gateways, or for hosts these lack", analyze_virtual_service_gateways},
    {"webhooks", "webhook.Analyzer", "injection webhooks that overlap or lead nowhere", analyze_webhooks},
};

} // namespace

std::span<const Analyzer> analyzers() {
    return kAnalyzers;
}

const Analyzer* find_analyzer(std::string_view name) {
    const auto* found = std::ranges::find_if(kAnalyzers, [&](const Analyzer& analyzer) {
        return analyzer.name == name || (!analyzer.istio.empty() && analyzer.istio == name);
    });
    return found == std::end(kAnalyzers) ? nullptr : found;
}

} // namespace meshcast::analysis
