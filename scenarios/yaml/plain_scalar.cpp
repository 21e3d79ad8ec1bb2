#include "scenarios/yaml/plain_scalar.h"

#include <algorithm>
#include <span>

namespace meshcast::yaml {

namespace {

constexpr std::string_view kWords[] = {
    "",    "~",  "null", "Null", "NULL", "true", "True", "TRUE", "false", "False", "FALSE", "yes",  "Yes",
    "YES", "no", "No",   "NO",   "on",   "On",   "ON",   "off",  "Off",   "OFF",   ".nan",  ".NaN", ".NAN"};
constexpr std::string_view kSignedWords[] = {".inf", ".Inf", ".INF"};

bool is_one_of(std::span<const std::string_view> words, std::string_view text) {
    return std::ranges::find(words, text) != words.end();
}

bool all_of(std::string_view text, std::string_view allowed) {
    return !text.empty() && text.find_first_not_of(allowed) == text.npos;
}

/// [0-9_]+ or 0x, 0o and 0b forms.
bool is_integer(std::string_view text) {
    if (text.size() > 2 && text.front() == '0') {
        const char base = text[1];
        const std::string_view digits = text.substr(2);
        if ((base == 'x' && all_of(digits, "0123456789abcdefABCDEF_")) ||
            (base == 'o' && all_of(digits, "01234567_")) || (base == 'b' && all_of(digits, "01_"))) {
            return true;
        }
    }
    return !text.empty() && text.front() != '_' && all_of(text, "0123456789_");
}

/// (\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?
bool is_float(std::string_view text) {
    const std::size_t exponent = text.find_first_of("eE");
    const std::string_view mantissa = text.substr(0, exponent);
    if (exponent != text.npos) {
        std::string_view digits = text.substr(exponent + 1);
        digits.remove_prefix(!digits.empty() && (digits.front() == '-' || digits.front() == '+') ? 1 : 0);
        if (!all_of(digits, "0123456789")) {
            return false;
        }
    }
    return all_of(mantissa, "0123456789.") && std::ranges::count(mantissa, '.') <= 1 && mantissa != ".";
}

} // namespace

bool is_plain_string(std::string_view text) {
    const bool sign = !text.empty() && (text.front() == '-' || text.front() == '+');
    const std::string_view number = text.substr(sign ? 1 : 0);
    return !is_one_of(kWords, text) && !is_one_of(kSignedWords, number) && !is_integer(number) &&
           !is_float(number);
}

} // namespace meshcast::yaml
