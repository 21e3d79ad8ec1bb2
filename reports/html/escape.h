#pragma once

#include <string>
#include <string_view>

namespace meshcast {

/// Text as HTML and SVG show it, in content and in quoted attributes: printable, with & < > " ' escaped.
std::string html_escaped(std::string_view untrusted);

} // namespace meshcast
