#pragma once

#include "reports/report.h"

#include <string>

namespace meshcast {

/// One page that needs nothing else: styles, scripts and data are inside, and its content security policy
/// forbids requests.
std::string render_html(const RunResult& result, const RenderOptions& options);

} // namespace meshcast
