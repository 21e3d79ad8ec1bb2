#include "scenarios/import/routing_kinds.h"

#include "scenarios/import/gateway_api/kinds.h"
#include "scenarios/import/istio/ingress_routes.h"
#include "scenarios/import/istio/kinds.h"
#include "scenarios/import/kubernetes/ingress.h"
#include "scenarios/import/linkerd/kinds.h"
#include "scenarios/import/routing_references.h"

#include <algorithm>

namespace meshcast {

namespace {

constexpr std::string_view kIstio = "networking.istio.io";
constexpr std::string_view kGatewayApi = "gateway.networking.k8s.io";

constexpr RoutingKind kKinds[] = {
    {kIstio, "DestinationRule", istio::read_destination_rule},
    {kIstio, "EnvoyFilter", istio::read_envoy_filter, istio::limits_rates},
    {kIstio, "Gateway", istio::read_gateway},
    {kIstio, "ServiceEntry", istio::read_service_entry},
    {kIstio, "Sidecar", istio::read_sidecar},
    {kIstio, "VirtualService", istio::read_virtual_service},
    {kGatewayApi, "GRPCRoute", gateway_api::read_grpc_route},
    {kGatewayApi, "Gateway", gateway_api::read_gateway},
    {kGatewayApi, "HTTPRoute", gateway_api::read_http_route},
    {kGatewayApi, "ListenerSet", gateway_api::read_listener_set},
    {kGatewayApi, "ReferenceGrant", gateway_api::read_reference_grant},
    {"gateway.networking.x-k8s.io", "XListenerSet", gateway_api::read_listener_set},
    {"gateway.networking.x-k8s.io", "XBackendTrafficPolicy", gateway_api::read_backend_traffic_policy},
    {"networking.k8s.io", "Ingress", kubernetes::read_ingress},
    {"extensions", "Ingress", kubernetes::read_ingress}, // before Kubernetes 1.22
    {"networking.k8s.io", "IngressClass", kubernetes::read_ingress_class},
    {"linkerd.io", "ServiceProfile", linkerd::read_service_profile},
    {"policy.linkerd.io", "HTTPRoute", linkerd::read_http_route},
};

} // namespace

const RoutingKind* find_routing_kind(std::string_view group, std::string_view name) {
    const auto* found = std::ranges::find_if(
        kKinds, [&](const RoutingKind& kind) { return kind.group == group && kind.name == name; });
    return found == std::end(kKinds) ? nullptr : found;
}

void settle_routing(Routing& routing, const MeshConfig& mesh, const Topology& topology,
                    Diagnostics& diagnostics) {
    routing.root_namespace = mesh.root_namespace;
    routing.registry_only = mesh.registry_only;
    istio::add_ingress_routes(routing, mesh, topology, diagnostics);
    istio::merge_delegates(routing, diagnostics);
    gateway_api::settle(routing, topology, diagnostics);
    check_routing_references(routing, topology, diagnostics);
}

} // namespace meshcast
