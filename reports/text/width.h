#pragma once

#include <string>
#include <string_view>

namespace meshcast::text {

/// Columns that UTF-8 text takes in a terminal: two for East Asian wide characters and emoji, none for
/// combining marks.
int display_width(std::string_view utf8);

/// Text from the user's files made safe to print: control characters, which could drive the terminal, and
/// broken UTF-8 become "?"; line breaks and tabs become spaces.
std::string printable(std::string_view untrusted);

/// The symbols that reports use, in ASCII: "±" is "+/-", "✓" is "ok". Other characters stay.
std::string to_ascii(std::string_view utf8);

/// Cut to `width` columns, the last of which is then an ellipsis.
std::string shorten(std::string_view utf8, int width, bool unicode = true);

std::string pad_left(std::string_view utf8, int width);
std::string pad_right(std::string_view utf8, int width);

} // namespace meshcast::text
