#pragma once

#include "scenarios/import/kubernetes/object.h"

namespace meshcast::kubernetes {

/// Whether a document is not for a cluster: meshcast's own, another tool's, or nothing anybody knows. Told by
/// its content.
bool is_foreign(const Object& object);

/// Says what it is and what to do with it; nothing for meshcast's own.
void report_foreign(const Object& object, Diagnostics& diagnostics);

} // namespace meshcast::kubernetes
