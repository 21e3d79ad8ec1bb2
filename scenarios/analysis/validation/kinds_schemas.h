#pragma once

#include "scenarios/analysis/validation/schema.h"

/// The schema of each kind's `spec`, one file a subject:
/// https://github.com/istio/api/blob/master/kubernetes/customresourcedefinitions.gen.yaml
namespace meshcast::analysis {

Schema authorization_policy_schema();
Schema request_authentication_schema();
Schema peer_authentication_schema();
Schema virtual_service_schema();
Schema destination_rule_schema();
Schema gateway_schema();
Schema sidecar_schema();
Schema service_entry_schema();
Schema workload_entry_schema();
Schema workload_group_schema();
Schema envoy_filter_schema();
Schema proxy_config_schema();
Schema wasm_plugin_schema();
Schema telemetry_schema();

} // namespace meshcast::analysis
