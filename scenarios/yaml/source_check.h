#pragma once

#include "scenarios/diagnostics/diagnostic.h"

#include <string>
#include <string_view>

namespace meshcast::yaml {

/// Whether a file is worth parsing: UTF-8 text of a sane size without control characters, merge conflicts and
/// template marks. Reports what it is instead.
bool check_source(std::string_view text, const std::string& file, Diagnostics& diagnostics);

} // namespace meshcast::yaml
