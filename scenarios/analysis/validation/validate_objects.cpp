#include "scenarios/analysis/validation/validate_objects.h"

#include "scenarios/analysis/kinds.h"
#include "scenarios/analysis/validation/admission.h"
#include "scenarios/analysis/validation/kinds_schemas.h"

#include <algorithm>

namespace meshcast::analysis {

namespace {

struct ValidatedKind {
    ObjectKind kind;
    Schema (*schema)();
    bool needs_spec = false;
    void (*admit)(const Object& object, Diagnostics& diagnostics) = nullptr; // what no schema can say
};

constexpr ValidatedKind kValidatedKinds[] = {
    {kinds::kAuthorizationPolicy, authorization_policy_schema, false, admit_authorization_policy},
    {kinds::kRequestAuthentication, request_authentication_schema},
    {kinds::kPeerAuthentication, peer_authentication_schema},
    {kinds::kVirtualService, virtual_service_schema, false, admit_virtual_service},
    {kinds::kDestinationRule, destination_rule_schema, false, admit_destination_rule},
    {kinds::kGateway, gateway_schema, false, admit_gateway},
    {kinds::kSidecar, sidecar_schema},
    {kinds::kServiceEntry, service_entry_schema, true},
    {{"networking.istio.io", "WorkloadEntry"}, workload_entry_schema, true},
    {{"networking.istio.io", "WorkloadGroup"}, workload_group_schema, true},
    {kinds::kEnvoyFilter, envoy_filter_schema},
    {{"networking.istio.io", "ProxyConfig"}, proxy_config_schema},
    {kinds::kWasmPlugin, wasm_plugin_schema, true},
    {kinds::kTelemetry, telemetry_schema},
};

} // namespace

void validate_object(const Object& object, Diagnostics& diagnostics) {
    const auto* known = std::ranges::find_if(kValidatedKinds,
                                             [&](const ValidatedKind& kind) { return object.is(kind.kind); });
    if (known == std::end(kValidatedKinds)) {
        return;
    }
    const Peek spec = object.spec();
    if (spec.node() == nullptr) {
        if (known->needs_spec) {
            report_invalid(diagnostics, object, {}, "spec: Required value");
        }
        return;
    }
    Diagnostics found;
    known->schema().check(object, spec, "spec", found);
    const bool fits = !found.has_errors();
    diagnostics.append(found);
    if (fits && known->admit != nullptr) {
        known->admit(object, diagnostics);
    }
}

void validate_objects(const Input& input, Diagnostics& diagnostics) {
    for (const Object& object : input.objects()) {
        if (!object.assumed) {
            validate_object(object, diagnostics);
        }
    }
}

} // namespace meshcast::analysis
