#pragma once

#include "reports/text/page.h"
#include "sim/telemetry/change.h"

#include <string>

namespace meshcast {

/// What a change of manifests does to requests: what is decided otherwise, then what was measured.
void show_change(const ChangeReport& report, text::Page& page);

/// {"plane": ..., "requests": [...], "elsewhere": [...], "simulated": {...}, "worse": [...]}
std::string change_json(const ChangeReport& report);

} // namespace meshcast
