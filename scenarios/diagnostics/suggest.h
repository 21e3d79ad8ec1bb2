#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace meshcast {

/// The known name a typing slip away from `word`, if one is: letter case aside, at most one insertion,
/// deletion, substitution or swap of neighbours for every three letters. The nearest wins, then the first.
std::optional<std::string> nearest_name(std::string_view word, std::span<const std::string> known);

/// `did you mean "replicas"?`, or nothing.
std::string did_you_mean(std::string_view word, std::span<const std::string> known);

} // namespace meshcast
