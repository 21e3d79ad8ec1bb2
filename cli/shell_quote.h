#pragma once

#include <span>
#include <string>
#include <string_view>

namespace meshcast {

/// `word` as a POSIX shell must be given it: as it is where nothing in it is special, else in single quotes.
std::string shell_quote(std::string_view word);

/// The words, quoted, with a blank between two.
std::string shell_command(std::span<const std::string> words);

} // namespace meshcast
