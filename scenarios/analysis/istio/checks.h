#pragma once

#include "scenarios/analysis/input.h"
#include "scenarios/diagnostics/diagnostic.h"

/// What `istioctl analyze` looks for, one function an analyzer:
/// https://istio.io/latest/docs/reference/config/analysis/
namespace meshcast::analysis {

void analyze_annotations(const Input& input, Diagnostics& diagnostics);
void analyze_alpha_annotations(const Input& input, Diagnostics& diagnostics);
void analyze_blocked_cidrs(const Input& input, Diagnostics& diagnostics);
void analyze_authorization_policies(const Input& input, Diagnostics& diagnostics);
void analyze_conditions(const Input& input, Diagnostics& diagnostics);
void analyze_service_associations(const Input& input, Diagnostics& diagnostics);
void analyze_application_uid(const Input& input, Diagnostics& diagnostics);
void analyze_deprecations(const Input& input, Diagnostics& diagnostics);
void analyze_ca_certificates(const Input& input, Diagnostics& diagnostics);
void analyze_subset_pods(const Input& input, Diagnostics& diagnostics);
void analyze_envoy_patches(const Input& input, Diagnostics& diagnostics);
void analyze_external_control_plane(const Input& input, Diagnostics& diagnostics);
void analyze_gateway_certificates(const Input& input, Diagnostics& diagnostics);
void analyze_gateway_conflicts(const Input& input, Diagnostics& diagnostics);
void analyze_gateway_ports(const Input& input, Diagnostics& diagnostics);
void analyze_gateway_secrets(const Input& input, Diagnostics& diagnostics);
void analyze_injection(const Input& input, Diagnostics& diagnostics);
void analyze_injection_image(const Input& input, Diagnostics& diagnostics);
void analyze_image_auto(const Input& input, Diagnostics& diagnostics);
void analyze_gateway_api_version(const Input& input, Diagnostics& diagnostics);
void analyze_gateway_api_selectors(const Input& input, Diagnostics& diagnostics);
void analyze_mesh_networks(const Input& input, Diagnostics& diagnostics);
void analyze_port_names(const Input& input, Diagnostics& diagnostics);
void analyze_service_entry_addresses(const Input& input, Diagnostics& diagnostics);
void analyze_service_entry_conflicts(const Input& input, Diagnostics& diagnostics);
void analyze_sidecar_selectors(const Input& input, Diagnostics& diagnostics);
void analyze_telemetry_selectors(const Input& input, Diagnostics& diagnostics);
void analyze_telemetry_defaults(const Input& input, Diagnostics& diagnostics);
void analyze_telemetry_providers(const Input& input, Diagnostics& diagnostics);
void analyze_lightstep(const Input& input, Diagnostics& diagnostics);
void analyze_mesh_hosts(const Input& input, Diagnostics& diagnostics);
void analyze_destination_hosts(const Input& input, Diagnostics& diagnostics);
void analyze_destination_subsets(const Input& input, Diagnostics& diagnostics);
void analyze_virtual_service_gateways(const Input& input, Diagnostics& diagnostics);
void analyze_jwt_routes(const Input& input, Diagnostics& diagnostics);
void analyze_unreachable_rules(const Input& input, Diagnostics& diagnostics);
void analyze_webhooks(const Input& input, Diagnostics& diagnostics);

} // namespace meshcast::analysis
