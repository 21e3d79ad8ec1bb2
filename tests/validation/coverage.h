#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace meshcast::validation {

/// How often intervals of 95 % hold the true mean wait of an M/M/1, by runs that start in the steady state.
struct Coverage {
    std::string_view interval;
    std::string_view over; // what each interval is made from
    bool trustworthy;      // false: shown as a warning; covers too rarely
    std::uint64_t (*covered)(std::uint64_t intervals);
};

inline constexpr std::uint64_t kIntervals = 4000;

std::span<const Coverage> coverages();

/// What docs/validation.md holds.
std::string coverage_head();
std::string coverage_row(const Coverage& of, std::uint64_t covered);

} // namespace meshcast::validation
