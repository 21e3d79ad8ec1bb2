#pragma once

#include "reports/report.h"

#include <string>

namespace meshcast {

/// What a terminal shows: with several planes the comparison, with one plane a summary of a screen in k6's
/// order.
std::string render_table(const RunResult& result, const RenderOptions& options);

} // namespace meshcast
