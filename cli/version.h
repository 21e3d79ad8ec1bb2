#pragma once

#include <string_view>

namespace meshcast {

std::string_view version_text();  // "0.1.0"
std::string_view compiler_text(); // "GCC 12.2.0"

} // namespace meshcast
