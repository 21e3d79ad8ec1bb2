#include "scenarios/import/isotope_units.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>

namespace meshcast::isotope {

namespace {

/// All of `text` as a finite decimal number; nothing else, no sign of plus, no blanks.
std::optional<double> number(std::string_view text) {
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool whole = error == std::errc() && end == text.data() + text.size();
    return whole && std::isfinite(value) ? std::optional(value) : std::nullopt;
}

char lower(char letter) {
    return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
}

/// 1, 1024, 1024^2, ... for "", "b", "k", "kb", "kib", "mb", ...
std::optional<double> multiplier(std::string_view suffix) {
    std::string unit(suffix);
    std::ranges::transform(unit, unit.begin(), lower);
    if (unit.empty() || unit == "b") {
        return 1.0;
    }
    const std::size_t power = std::string_view("kmgtp").find(unit.front());
    const std::string_view rest = std::string_view(unit).substr(1);
    if (power == std::string_view::npos || !(rest.empty() || rest == "b" || rest == "ib")) {
        return std::nullopt;
    }
    return std::ldexp(1.0, 10 * static_cast<int>(power + 1));
}

} // namespace

tl::expected<Bytes, std::string> parse_byte_size(std::string_view text) {
    const std::size_t digits_end = std::min(text.find_first_not_of("+-0123456789.eE"), text.size());
    const std::optional<double> value = number(text.substr(0, digits_end));
    std::string_view suffix = text.substr(digits_end);
    if (value && suffix.starts_with(' ')) {
        suffix.remove_prefix(1);
    }
    const std::optional<double> factor = multiplier(suffix);
    if (!value || !factor) {
        return tl::unexpected(fmt::format("\"{}\" is not a size", text));
    }
    if (*value < 0) {
        return tl::unexpected(fmt::format("a size cannot be negative, this one is {}", text));
    }
    const double bytes = *value * *factor;
    if (bytes >= 9.2e18) {
        return tl::unexpected(fmt::format("\"{}\" is larger than any size that can be counted", text));
    }
    return Bytes{static_cast<std::int64_t>(bytes)};
}

tl::expected<double, std::string> parse_percentage(std::string_view text, bool quoted) {
    const bool has_sign = text.ends_with('%');
    const std::optional<double> value = number(has_sign ? text.substr(0, text.size() - 1) : text);
    if (!value || (quoted && !has_sign)) {
        return tl::unexpected(fmt::format("\"{}\" is not a percentage", text));
    }
    const double ratio = has_sign ? *value / 100 : *value;
    if (ratio < 0 || ratio > 1) {
        return tl::unexpected(
            fmt::format("{} is not between {}", text, has_sign ? "0% and 100%" : "0 and 1"));
    }
    return ratio;
}

} // namespace meshcast::isotope
