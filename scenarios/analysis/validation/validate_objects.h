#pragma once

#include "scenarios/analysis/input.h"
#include "scenarios/diagnostics/diagnostic.h"

namespace meshcast::analysis {

/// What Istio's CRDs and its admission webhook refuse, field by field.
void validate_objects(const Input& input, Diagnostics& diagnostics);

/// The same of one object of a kind that has a schema; others are fine.
void validate_object(const Object& object, Diagnostics& diagnostics);

} // namespace meshcast::analysis
