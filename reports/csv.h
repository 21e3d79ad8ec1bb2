#pragma once

#include "reports/report.h"

#include <string>

namespace meshcast {

/// RFC 4180, one line a plane and metric: scenario,plane,metric,unit,value,half_width_95.
std::string render_csv(const RunResult& result, const RenderOptions& options);

} // namespace meshcast
