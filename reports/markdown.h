#pragma once

#include "reports/report.h"

#include <string>

namespace meshcast {

/// The comparison and its findings, short: for a pull request or a CI step summary (GitHub takes 1 MiB).
std::string render_markdown(const RunResult& result, const RenderOptions& options);

} // namespace meshcast
