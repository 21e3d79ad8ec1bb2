#pragma once

#include "scenarios/analysis/object.h"
#include "scenarios/diagnostics/diagnostic.h"

/// What Istio's admission webhook refuses in objects whose fields are all well formed:
/// https://github.com/istio/istio/blob/master/pkg/config/validation/validation.go
namespace meshcast::analysis {

void admit_authorization_policy(const Object& object, Diagnostics& diagnostics);
void admit_virtual_service(const Object& object, Diagnostics& diagnostics);
void admit_destination_rule(const Object& object, Diagnostics& diagnostics);
void admit_gateway(const Object& object, Diagnostics& diagnostics);

} // namespace meshcast::analysis
