#pragma once

#include "engine/time.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace meshcast {

/// Numbers as people read them, the same in every report. A value that is not a number prints as "–".

/// A unit shared by the numbers of one column, so that they can be compared at a glance.
struct Scale {
    double divisor = 1; // base units in one `unit`
    std::string_view unit;
    int decimals = 2;
};

/// The unit and decimals in which the smallest of `values` that is not 0 still shows two or three digits.
Scale duration_scale(std::span<const double> seconds);
Scale bytes_scale(std::span<const double> bytes);
Scale plain_scale(std::span<const double> values, std::string_view unit);

std::string format_in(const Scale& scale, double value);         // "4.21"
std::string format_half_width(const Scale& scale, double value); // "±0.05"; empty when not a number
std::string format_delta(const Scale& scale, double value); // "+0.47"; "=" where no digit shows a difference
std::string with_unit(const Scale& scale, const std::string& text); // "4.21 ms"

/// Three significant digits and the unit that keeps the number below 1000.
std::string format_duration(double seconds);                        // "421 µs", "4.21 ms", "1.50 s", "2m5s"
std::string format_bytes(double bytes);                             // "38.2 MiB"
std::string format_rate(double per_second);                         // "1,000/s"
std::string format_percent(double ratio);                           // "0.12 %"
std::string format_cores(double cores);                             // "1.24"
std::string format_money(double amount, std::string_view currency); // "1,234 USD"
std::string format_number(double value);       // three significant digits, thousands separated
std::string format_count(std::uint64_t count); // "1,234,567"

/// As durations are written in scenario files: one number a unit, greatest first, "1m30s", "250ms", "0s".
/// Loses nothing.
std::string format_exact(Duration duration);

} // namespace meshcast
