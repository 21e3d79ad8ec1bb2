#pragma once

#include <string>
#include <string_view>

namespace meshcast::validation {

/// Where a generated table of docs/validation.md stands: between `<!-- NAME -->` and `<!-- end NAME -->`.
struct Span {
    std::size_t begin = 0;
    std::size_t size = 0;
};

/// Of the lines between the markers. Throws std::runtime_error when there are none.
Span table_span(const std::string& document, std::string_view name);

std::string read_text(const std::string& path);
void write_text(const std::string& path, const std::string& text);

inline constexpr std::string_view kTheory = "theory";
inline constexpr std::string_view kCoverage = "coverage";

} // namespace meshcast::validation
