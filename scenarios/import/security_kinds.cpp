#include "scenarios/import/security_kinds.h"

#include "scenarios/import/cilium/kinds.h"
#include "scenarios/import/istio/mesh_config.h"
#include "scenarios/import/istio/security.h"
#include "scenarios/import/kubernetes/security.h"
#include "scenarios/import/linkerd/security.h"

#include <algorithm>

namespace meshcast {

namespace {

constexpr std::string_view kIstio = "security.istio.io";
constexpr std::string_view kLinkerd = "policy.linkerd.io";
constexpr std::string_view kNetworking = "networking.k8s.io";
constexpr std::string_view kOldNetworking = "extensions";
constexpr std::string_view kAdmin = "policy.networking.k8s.io";
constexpr std::string_view kCilium = "cilium.io";
constexpr std::string_view kOpenShift = "route.openshift.io";

constexpr SecurityKind kKinds[] = {
    {"", "ConfigMap", istio::read_mesh_config_map, istio::is_mesh_config_map},
    {"install.istio.io", "IstioOperator", istio::read_istio_operator},
    {kIstio, "AuthorizationPolicy", istio::read_authorization_policy},
    {kIstio, "PeerAuthentication", istio::read_peer_authentication},
    {kIstio, "RequestAuthentication", istio::read_request_authentication},
    {kLinkerd, "AuthorizationPolicy", linkerd::read_authorization_policy},
    {kLinkerd, "MeshTLSAuthentication", linkerd::read_mesh_tls_authentication},
    {kLinkerd, "NetworkAuthentication", linkerd::read_network_authentication},
    {kLinkerd, "Server", linkerd::read_server},
    {kLinkerd, "ServerAuthorization", linkerd::read_server_authorization},
    {kAdmin, "AdminNetworkPolicy", kubernetes::read_admin_network_policy},
    {kAdmin, "BaselineAdminNetworkPolicy", kubernetes::read_baseline_admin_network_policy},
    {kCilium, "CiliumClusterwideNetworkPolicy", cilium::read_clusterwide_network_policy},
    {kCilium, "CiliumNetworkPolicy", cilium::read_network_policy},
    {kNetworking, "Ingress", kubernetes::read_ingress_exposure},
    {kOldNetworking, "Ingress", kubernetes::read_ingress_exposure},
    {kNetworking, "NetworkPolicy", kubernetes::read_network_policy},
    {kOldNetworking, "NetworkPolicy", kubernetes::read_network_policy},
    {kOpenShift, "Route", kubernetes::read_openshift_route, nullptr, false},
};

} // namespace

const SecurityKind* find_security_kind(std::string_view group, std::string_view name) {
    const auto* found = std::ranges::find_if(
        kKinds, [&](const SecurityKind& kind) { return kind.group == group && kind.name == name; });
    return found == std::end(kKinds) ? nullptr : found;
}

} // namespace meshcast
