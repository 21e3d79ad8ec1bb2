#pragma once

#include "scenarios/diagnostics/diagnostic.h"
#include "scenarios/yaml/node.h"

#include <span>
#include <string>

namespace meshcast {

/// Writes `--set path.to.field=value` into a document before it is read. Missing mappings are made on the
/// way; items of a list go by their `name` or their number, keys with dots in double quotes:
/// behavior.web.operations."GET /a.html".responseSize=2KiB.
void apply_overrides(std::span<const std::string> sets, yaml::Document& document, Diagnostics& diagnostics);

} // namespace meshcast
