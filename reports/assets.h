#pragma once

#include <string_view>

/// Files built into the program; reports/CMakeLists.txt names them.
namespace meshcast::assets {

extern const std::string_view result_schema_json;
extern const std::string_view page_mustache;
extern const std::string_view table_mustache;
extern const std::string_view report_css;
extern const std::string_view report_js;
extern const std::string_view chart_js;

} // namespace meshcast::assets
