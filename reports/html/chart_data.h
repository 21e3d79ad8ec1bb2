#pragma once

#include "sim/telemetry/result.h"

#include <string>

namespace meshcast {

/// What report.js draws, as JSON that is safe inside a <script> element.
std::string chart_data(const RunResult& result);

} // namespace meshcast
