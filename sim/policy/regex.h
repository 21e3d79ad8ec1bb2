#pragma once

#include <string>
#include <string_view>

namespace meshcast {

/// RE2, as Envoy and Istio have it: https://github.com/google/re2/wiki/Syntax

/// What is wrong with an expression; empty when nothing is.
std::string regex_error(std::string_view regex);

/// Whether the expression describes all of the text. One that is wrong describes none.
bool regex_matches(std::string_view regex, std::string_view text);

/// The text with every occurrence replaced; \1 stands for the first group.
std::string regex_replace(std::string_view regex, std::string_view text, std::string_view replacement);

} // namespace meshcast
