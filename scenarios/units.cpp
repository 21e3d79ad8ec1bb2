#include "scenarios/units.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <optional>
#include <ranges>

namespace meshcast::units {

namespace {

// What ISO C++ lacks, both compilers have. NOLINTNEXTLINE(modernize-use-using): __extension__ wants a typedef
__extension__ typedef unsigned __int128 Wide;

constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();
constexpr std::size_t kMostDigits = 19; // a number of that many digits fits in 64 bits

tl::unexpected<std::string> error(std::string text) {
    return tl::unexpected<std::string>(std::move(text));
}

/// The text for a message: hostile input may be long.
std::string shown(std::string_view text) {
    constexpr std::size_t kLongest = 40;
    return text.size() <= kLongest ? fmt::format("\"{}\"", text)
                                   : fmt::format("\"{}...\"", text.substr(0, kLongest));
}

std::string_view trim(std::string_view text) {
    const std::size_t first = text.find_first_not_of(' ');
    return first == text.npos ? "" : text.substr(first, text.find_last_not_of(' ') - first + 1);
}

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/// digits / 10^scale, exactly.
struct Decimal {
    std::uint64_t digits = 0;
    int scale = 0;
    bool exact = true; // false: further digits, below the 19th, were cut off
};

/// Takes an unsigned decimal number off the front of `text`. Nothing if there is none or it is too large.
std::optional<Decimal> take_decimal(std::string_view& text) {
    Decimal result;
    std::size_t i = 0;
    std::size_t significant = 0;
    bool any = false;
    bool fraction = false;
    for (; i < text.size() && (is_digit(text[i]) || (text[i] == '.' && !fraction)); ++i) {
        if (text[i] == '.') {
            fraction = true;
            continue;
        }
        any = true;
        if (significant < kMostDigits) {
            result.digits = result.digits * 10 + static_cast<std::uint64_t>(text[i] - '0');
            significant += result.digits != 0 ? 1 : 0;
            result.scale += fraction ? 1 : 0;
        } else if (!fraction) {
            return std::nullopt;
        } else if (text[i] != '0') {
            result.exact = false;
        }
    }
    if (!any || result.scale > static_cast<int>(2 * kMostDigits)) {
        return std::nullopt;
    }
    text.remove_prefix(i);
    return result;
}

Wide power_of_ten(int exponent) {
    Wide result = 1;
    for (; exponent > 0; --exponent) {
        result *= 10;
    }
    return result;
}

enum class Rounding { Down, Up };

/// value * unit in whole units; nothing where that exceeds 64 bits.
std::optional<std::int64_t> scaled(const Decimal& value, std::int64_t unit, Rounding rounding) {
    constexpr int kVanishes = 38; // digits * unit < 10^38
    if (value.scale >= kVanishes) {
        return value.digits != 0 && rounding == Rounding::Up ? 1 : 0;
    }
    const Wide product = static_cast<Wide>(value.digits) * static_cast<Wide>(unit); // < 10^19 * 2^63
    const Wide divisor = power_of_ten(value.scale);
    Wide whole = product / divisor;
    if (rounding == Rounding::Up && (product % divisor != 0 || !value.exact)) {
        ++whole;
    }
    return whole > static_cast<Wide>(kMost) ? std::nullopt : std::optional(static_cast<std::int64_t>(whole));
}

struct Unit {
    std::string_view name;
    std::int64_t size;
};

template <std::size_t N>
const Unit* find_unit(const std::array<Unit, N>& units, std::string_view name) {
    const auto found = std::ranges::find(units, name, &Unit::name);
    return found == units.end() ? nullptr : &*found;
}

constexpr std::array kDurations{
    Unit{"h", 3'600'000'000'000},
    Unit{"m", 60'000'000'000},
    Unit{"s", 1'000'000'000},
    Unit{"ms", 1'000'000},
    Unit{"us", 1'000},
    Unit{"ns", 1},
    Unit{"µs", 1'000}, // U+00B5, micro sign
    Unit{"μs", 1'000}, // U+03BC, Greek letter mu
};

constexpr std::int64_t kKilo = 1000;
constexpr std::int64_t kKibi = 1024;

constexpr std::array kDecimalSuffixes{
    Unit{"", 1},
    Unit{"k", kKilo},
    Unit{"M", kKilo* kKilo},
    Unit{"G", kKilo* kKilo* kKilo},
    Unit{"T", kKilo* kKilo* kKilo* kKilo},
    Unit{"P", kKilo* kKilo* kKilo* kKilo* kKilo},
    Unit{"E", kKilo* kKilo* kKilo* kKilo* kKilo* kKilo},
};

constexpr std::array kBinarySuffixes{
    Unit{"Ki", kKibi},
    Unit{"Mi", kKibi* kKibi},
    Unit{"Gi", kKibi* kKibi* kKibi},
    Unit{"Ti", kKibi* kKibi* kKibi* kKibi},
    Unit{"Pi", kKibi* kKibi* kKibi* kKibi* kKibi},
    Unit{"Ei", kKibi* kKibi* kKibi* kKibi* kKibi* kKibi},
};

/// 3 of "e3", "e+3" or "E3".
std::optional<int> read_exponent(std::string_view text) {
    const bool plus = text.size() > 2 && text[1] == '+' && is_digit(text[2]);
    const char* const end = text.data() + text.size();
    int exponent = 0;
    const auto [stop, code] = std::from_chars(text.data() + (plus ? 2 : 1), end, exponent);
    const bool usable = code == std::errc{} && stop == end && exponent >= -18 && exponent <= 18;
    return usable ? std::optional(exponent) : std::nullopt;
}

/// A quantity in units of 1/`per_one`, rounded up.
Parsed<std::int64_t> parse_quantity(std::string_view text, std::int64_t per_one, std::string_view example) {
    if (text.empty()) {
        return error(fmt::format("empty; write {}", example));
    }
    if (text.front() == '-') {
        return error(fmt::format("{} is negative", shown(text)));
    }
    std::string_view rest = text;
    if (rest.front() == '+') {
        rest.remove_prefix(1);
    }
    std::optional<Decimal> value = take_decimal(rest);
    if (!value) {
        return error(fmt::format("{} is not a quantity; write a number such as {}", shown(text), example));
    }
    std::int64_t unit = 1;
    if (const Unit* suffix = find_unit(kDecimalSuffixes, rest)) {
        unit = suffix->size;
    } else if (const Unit* binary = find_unit(kBinarySuffixes, rest)) {
        unit = binary->size;
    } else if (rest == "m" || rest == "u" || rest == "n") {
        value->scale += rest == "m" ? 3 : rest == "u" ? 6 : 9;
    } else if (rest.front() == 'e' || rest.front() == 'E') {
        const std::optional<int> exponent = read_exponent(rest);
        if (!exponent) {
            return error(fmt::format("{} has no usable exponent; write {}", shown(text), example));
        }
        unit = *exponent > 0 ? static_cast<std::int64_t>(power_of_ten(*exponent)) : 1;
        value->scale += *exponent < 0 ? -*exponent : 0;
    } else if (rest == "K") {
        return error(fmt::format(
            "{} has the suffix K, which Kubernetes does not know; write k (1000) or Ki (1024)", shown(text)));
    } else {
        return error(fmt::format("{} has an unknown suffix; write {}", shown(text), example));
    }
    const std::optional<std::int64_t> whole =
        unit > kMost / per_one ? std::nullopt : scaled(*value, unit * per_one, Rounding::Up);
    if (!whole && value->digits != 0) {
        return error(fmt::format("{} is too large", shown(text)));
    }
    return whole.value_or(0);
}

} // namespace

Parsed<Duration> parse_duration(std::string_view text) {
    std::string_view rest = text.starts_with('+') ? text.substr(1) : text;
    if (rest.empty()) {
        return error("empty; write a duration such as 10ms");
    }
    if (rest.front() == '-') {
        return error(fmt::format("{} is negative; a duration cannot be", shown(text)));
    }
    if (rest == "0") {
        return Duration::zero();
    }
    std::int64_t sum = 0;
    while (!rest.empty()) {
        const std::string_view part = rest;
        const std::optional<Decimal> value = take_decimal(rest);
        if (!value) {
            return error(fmt::format("{} is not a duration; write a number and a unit, such as 10ms or 1h30m",
                                     shown(text)));
        }
        const std::size_t unit_size = std::min(rest.find_first_of("0123456789."), rest.size());
        const std::string_view name = rest.substr(0, unit_size);
        if (name.empty()) {
            const std::string_view number =
                part.substr(0, std::min<std::size_t>(part.size() - rest.size(), 40));
            return error(fmt::format("{} has no unit; write {}ms or {}s", shown(text), number, number));
        }
        const Unit* unit = find_unit(kDurations, name);
        if (unit == nullptr) {
            return error(fmt::format("{} has an unknown unit {}; use h, m, s, ms, us or ns", shown(text),
                                     shown(name)));
        }
        const std::optional<std::int64_t> nanoseconds = scaled(*value, unit->size, Rounding::Down);
        if (!nanoseconds || *nanoseconds > kMost - sum) {
            return error(fmt::format("{} is longer than the 292 years that fit", shown(text)));
        }
        sum += *nanoseconds;
        rest.remove_prefix(unit_size);
    }
    return Duration{sum};
}

std::string format_duration(Duration duration) {
    if (duration == Duration::zero()) {
        return "0s";
    }
    std::string result = duration < Duration::zero() ? "-" : "";
    auto left = static_cast<std::uint64_t>(duration.count());
    left = duration < Duration::zero() ? 0 - left : left;
    for (const std::string_view name : {"h", "m", "s", "ms", "us", "ns"}) {
        const auto size = static_cast<std::uint64_t>(find_unit(kDurations, name)->size);
        if (left >= size) {
            result += fmt::format("{}{}", left / size, name);
            left %= size;
        }
    }
    return result;
}

Parsed<MilliCpu> parse_cpu(std::string_view text) {
    return parse_quantity(text, 1000, "500m or 2").map([](std::int64_t count) { return MilliCpu{count}; });
}

std::string format_cpu(MilliCpu cpu) {
    return cpu.count % 1000 == 0 ? fmt::format("{}", cpu.count / 1000) : fmt::format("{}m", cpu.count);
}

Parsed<Bytes> parse_memory(std::string_view text) {
    return parse_quantity(text, 1, "128Mi or 1Gi").map([](std::int64_t count) { return Bytes{count}; });
}

std::string format_memory(Bytes memory) {
    for (const Unit& unit : kBinarySuffixes | std::views::reverse) {
        if (memory.count != 0 && memory.count % unit.size == 0) {
            return fmt::format("{}{}", memory.count / unit.size, unit.name);
        }
    }
    return fmt::format("{}", memory.count);
}

Parsed<Bytes> parse_size(std::string_view text) {
    std::string_view rest = text;
    const std::optional<Decimal> value = take_decimal(rest);
    if (!value) {
        return error(
            fmt::format("{} is not a size; write a number of bytes such as 512, 16kB or 16KiB", shown(text)));
    }
    std::string name(trim(rest));
    if (name.ends_with('B')) {
        name.pop_back();
    }
    if (name == "K") {
        name = "k";
    }
    const Unit* unit = find_unit(kDecimalSuffixes, name);
    unit = unit == nullptr ? find_unit(kBinarySuffixes, name) : unit;
    if (unit == nullptr) {
        return error(fmt::format("{} has an unknown unit; use B, kB (1000), KiB (1024), MB, MiB, GB or GiB",
                                 shown(text)));
    }
    const std::optional<std::int64_t> bytes = scaled(*value, unit->size, Rounding::Up);
    if (!bytes) {
        return error(fmt::format("{} is too large", shown(text)));
    }
    return Bytes{*bytes};
}

Parsed<Rate> parse_rate(std::string_view text) {
    std::string_view rest = text;
    const std::optional<Decimal> value = take_decimal(rest);
    if (!value) {
        return error(fmt::format("{} is not a rate; write 200/s or 1k/s", shown(text)));
    }
    double factor = 1;
    if (!rest.empty() && (rest.front() == 'k' || rest.front() == 'M')) {
        factor = rest.front() == 'k' ? 1e3 : 1e6;
        rest.remove_prefix(1);
    }
    rest = trim(rest);
    double seconds = 1;
    if (rest == "/m" || rest == "/min") {
        seconds = 60;
    } else if (rest == "/h") {
        seconds = 3600;
    } else if (rest.empty()) {
        return error(fmt::format("{} has no unit; write {}/s", shown(text), text.substr(0, 40)));
    } else if (rest != "/s" && rest != "rps" && rest != "qps") {
        return error(fmt::format("{} has an unknown unit; write 200/s, 12000/m or 1000rps", shown(text)));
    }
    return Rate{static_cast<double>(value->digits) / std::pow(10.0, value->scale) * factor / seconds};
}

std::string format_rate(Rate rate) {
    return fmt::format("{}/s", rate.per_second);
}

Parsed<double> parse_fraction(std::string_view text) {
    std::string_view rest = text;
    const std::optional<Decimal> value = take_decimal(rest);
    rest = trim(rest);
    if (!value || (!rest.empty() && rest != "%")) {
        return error(fmt::format(
            "{} is not a share; write a percentage such as 0.1%, or a number from 0 to 1", shown(text)));
    }
    const double fraction =
        static_cast<double>(value->digits) / std::pow(10.0, value->scale + (rest == "%" ? 2 : 0));
    if (fraction > 1) {
        const std::string_view fix =
            rest == "%" ? "the most is 100%" : "write a number from 0 to 1, or a percentage with %";
        return error(fmt::format("{} is more than the whole; {}", shown(text), fix));
    }
    return fraction;
}

std::string format_fraction(double fraction) {
    return fmt::format("{:.12g}%", fraction * 100);
}

Parsed<bool> parse_boolean(std::string_view text) {
    for (const std::string_view word :
         {"true", "True", "TRUE", "yes", "Yes", "YES", "on", "On", "ON", "y", "Y"}) {
        if (text == word) {
            return true;
        }
    }
    for (const std::string_view word :
         {"false", "False", "FALSE", "no", "No", "NO", "off", "Off", "OFF", "n", "N"}) {
        if (text == word) {
            return false;
        }
    }
    return error(fmt::format("{} is neither true nor false", shown(text)));
}

Parsed<std::int64_t> parse_integer(std::string_view text, std::int64_t least, std::int64_t most) {
    const std::string_view digits = text.starts_with('+') ? text.substr(1) : text;
    std::int64_t value = 0;
    const auto [end, code] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (code == std::errc::invalid_argument || end != digits.data() + digits.size() ||
        text.starts_with("+-")) {
        return error(fmt::format("{} is not a whole number", shown(text)));
    }
    if (code == std::errc::result_out_of_range || value < least || value > most) {
        if (least == std::numeric_limits<std::int64_t>::min() || most == kMost) {
            return error(fmt::format("{} is out of range{}", shown(text),
                                     least > std::numeric_limits<std::int64_t>::min()
                                         ? fmt::format("; the least is {}", least)
                                         : ""));
        }
        return error(fmt::format("{} is out of range; write {} to {}", shown(text), least, most));
    }
    return value;
}

} // namespace meshcast::units
