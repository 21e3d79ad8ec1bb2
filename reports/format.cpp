#include "reports/format.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <optional>

namespace meshcast {

namespace {

constexpr std::string_view kNotANumber = "–";
constexpr double kKibi = 1024.0;

struct Unit {
    double size;
    std::string_view name;
};

constexpr std::array<Unit, 4> kDurations{{{1, "s"}, {1e-3, "ms"}, {1e-6, "µs"}, {1e-9, "ns"}}};
constexpr std::array<Unit, 5> kSizes{{{kKibi * kKibi * kKibi * kKibi, "TiB"},
                                      {kKibi * kKibi * kKibi, "GiB"},
                                      {kKibi * kKibi, "MiB"},
                                      {kKibi, "KiB"},
                                      {1, "B"}}};

/// Decimals that show three significant digits, rounding included: 9.999 needs one, because it prints
/// as 10.0.
int decimals_for(double value) {
    const double magnitude = std::abs(value);
    if (magnitude < 9.995) {
        return 2;
    }
    return magnitude < 99.95 ? 1 : 0;
}

std::string separate_thousands(std::string digits) {
    const std::size_t start = digits.starts_with('-') ? 1 : 0;
    const std::size_t end = std::min(digits.find('.'), digits.size());
    for (std::size_t at = end; at > start + 3;) {
        at -= 3;
        digits.insert(at, 1, ',');
    }
    return digits;
}

std::string fixed(double value, int decimals) {
    std::string text = fmt::format("{:.{}f}", value, decimals);
    // "-0.00" says nothing that "0.00" does not.
    if (text.starts_with('-') && text.find_first_of("123456789") == std::string::npos) {
        text.erase(0, 1);
    }
    return separate_thousands(std::move(text));
}

std::optional<double> smallest_nonzero(std::span<const double> values) {
    std::optional<double> smallest;
    for (const double value : values) {
        const double magnitude = std::abs(value);
        if (std::isfinite(value) && magnitude > 0 && (!smallest || magnitude < *smallest)) {
            smallest = magnitude;
        }
    }
    return smallest;
}

/// The largest unit of which the smallest value is at least `share`.
template <std::size_t N>
Scale scale_for(const std::array<Unit, N>& units, std::span<const double> values, double share, Unit none) {
    const std::optional<double> smallest = smallest_nonzero(values);
    if (!smallest) {
        return {none.size, none.name, 0};
    }
    const auto fits =
        std::ranges::find_if(units, [&](const Unit& unit) { return *smallest >= share * unit.size; });
    const Unit& unit = fits == units.end() ? units.back() : *fits;
    return {unit.size, unit.name, decimals_for(*smallest / unit.size)};
}

/// One value with three significant digits in the largest unit that it fills.
template <std::size_t N>
std::string adaptive(const std::array<Unit, N>& units, double value) {
    // 0.9995 of a unit already prints as 1.00 of it.
    const auto fits =
        std::ranges::find_if(units, [&](const Unit& unit) { return std::abs(value) >= unit.size * 0.9995; });
    const Unit& unit = fits == units.end() ? units.back() : *fits;
    const double scaled = value / unit.size;
    return fmt::format("{} {}", fixed(scaled, decimals_for(scaled)), unit.name);
}

} // namespace

Scale duration_scale(std::span<const double> seconds) {
    // "0.42 ms" beside "1.10 ms" reads better than "420 µs" beside "1100 µs".
    return scale_for(kDurations, seconds, 0.1, {1e-3, "ms"});
}

Scale bytes_scale(std::span<const double> bytes) {
    return scale_for(kSizes, bytes, 1, {kKibi * kKibi, "MiB"});
}

Scale plain_scale(std::span<const double> values, std::string_view unit) {
    const std::optional<double> smallest = smallest_nonzero(values);
    return {1, unit, smallest ? decimals_for(*smallest) : 0};
}

std::string format_in(const Scale& scale, double value) {
    if (!std::isfinite(value)) {
        return std::string(kNotANumber);
    }
    if (value == 0) {
        return "0";
    }
    const double scaled = value / scale.divisor;
    const bool digits_enough = std::abs(scaled) >= 1000;
    return fixed(scaled, digits_enough ? 0 : scale.decimals);
}

std::string format_half_width(const Scale& scale, double value) {
    return std::isfinite(value) ? "±" + format_in(scale, std::abs(value)) : std::string();
}

std::string format_delta(const Scale& scale, double value) {
    if (!std::isfinite(value)) {
        return std::string(kNotANumber);
    }
    const std::string magnitude = format_in(scale, std::abs(value));
    if (magnitude.find_first_of("123456789") == std::string::npos) {
        return "=";
    }
    return (value < 0 ? "-" : "+") + magnitude;
}

std::string with_unit(const Scale& scale, const std::string& text) {
    return scale.unit.empty() || text == kNotANumber ? text : fmt::format("{} {}", text, scale.unit);
}

std::string format_duration(double seconds) {
    if (!std::isfinite(seconds)) {
        return std::string(kNotANumber);
    }
    if (seconds == 0) {
        return "0 ms";
    }
    if (std::abs(seconds) >= 59.95) {
        return format_exact(std::chrono::seconds(std::llround(seconds)));
    }
    return adaptive(kDurations, seconds);
}

std::string format_bytes(double bytes) {
    if (!std::isfinite(bytes)) {
        return std::string(kNotANumber);
    }
    return std::abs(bytes) < kKibi ? fmt::format("{:.0f} B", bytes) : adaptive(kSizes, bytes);
}

std::string format_rate(double per_second) {
    return std::isfinite(per_second) ? format_number(per_second) + "/s" : std::string(kNotANumber);
}

std::string format_percent(double ratio) {
    if (!std::isfinite(ratio)) {
        return std::string(kNotANumber);
    }
    if (ratio == 0) {
        return "0 %";
    }
    // A failure that happened must not read as none.
    return std::abs(ratio) < 0.00005 ? "<0.01 %" : format_number(ratio * 100) + " %";
}

std::string format_cores(double cores) {
    return format_number(cores);
}

std::string format_money(double amount, std::string_view currency) {
    return std::isfinite(amount) ? fmt::format("{} {}", format_number(amount), currency)
                                 : std::string(kNotANumber);
}

std::string format_number(double value) {
    if (!std::isfinite(value)) {
        return std::string(kNotANumber);
    }
    const bool whole = value == std::floor(value) && std::abs(value) < 1e15;
    return fixed(value, whole ? 0 : decimals_for(value));
}

std::string format_count(std::uint64_t count) {
    return separate_thousands(std::to_string(count));
}

std::string format_exact(Duration duration) {
    const std::int64_t nanoseconds = duration.count();
    if (nanoseconds == 0) {
        return "0s";
    }

    struct Step {
        std::uint64_t size;
        std::string_view name;
    };

    constexpr std::array<Step, 6> kSteps{{{3'600'000'000'000, "h"},
                                          {60'000'000'000, "m"},
                                          {1'000'000'000, "s"},
                                          {1'000'000, "ms"},
                                          {1'000, "us"},
                                          {1, "ns"}}};
    std::string text = nanoseconds < 0 ? "-" : "";
    // Unsigned, so that the most negative duration has a magnitude.
    std::uint64_t rest = nanoseconds < 0 ? 0 - static_cast<std::uint64_t>(nanoseconds)
                                         : static_cast<std::uint64_t>(nanoseconds);
    for (const Step& step : kSteps) {
        if (rest >= step.size) {
            text += std::to_string(rest / step.size);
            text += step.name;
            rest %= step.size;
        }
    }
    return text;
}

} // namespace meshcast
