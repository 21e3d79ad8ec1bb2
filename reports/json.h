#pragma once

#include "reports/report.h"

#include <string>
#include <string_view>

namespace meshcast {

/// Raised when a reader of the old form could misread the new one.
inline constexpr int kResultSchemaVersion = 1;

/// Every number of a result, keys carrying their units. No timestamps: the same seed gives the same bytes.
std::string render_json(const RunResult& result, const RenderOptions& options);

/// The JSON Schema (draft 2020-12) of what render_json() writes.
std::string_view result_json_schema();

} // namespace meshcast
