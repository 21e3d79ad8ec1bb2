#pragma once

#include <chrono>
#include <cstdint>
#include <limits>

namespace meshcast {

/// The simulated clock: 64-bit nanoseconds since the start of a run, about 292 years. It has no now(): only a
/// Simulation knows the time, and its time points cannot be mixed with those of a wall clock.
struct SimClock {
    using rep = std::int64_t;
    using period = std::nano;
    using duration = std::chrono::nanoseconds;
    using time_point = std::chrono::time_point<SimClock>;
    static constexpr bool is_steady = true;
};

using Duration = SimClock::duration;
using Time = SimClock::time_point;

inline constexpr Time kStart{};

/// "Never": nothing happens at kForever, so an event that would fall there is not scheduled.
inline constexpr Time kForever = Time::max();

constexpr double to_seconds(Duration duration) {
    return static_cast<double>(duration.count()) / 1e9;
}

constexpr double to_milliseconds(Duration duration) {
    return static_cast<double>(duration.count()) / 1e6;
}

/// Nearest nanosecond, halves away from zero. Values out of range saturate; NaN gives zero.
constexpr Duration from_nanoseconds(double nanoseconds) {
    constexpr double kLimit = 9223372036854775808.0; // 2^63, the first double that does not fit
    if (nanoseconds != nanoseconds) {
        return Duration::zero();
    }
    if (nanoseconds >= kLimit) {
        return Duration::max();
    }
    if (nanoseconds < -kLimit) {
        return Duration::min();
    }
    const auto whole = static_cast<std::int64_t>(nanoseconds);
    const double fraction = nanoseconds - static_cast<double>(whole);
    return Duration{whole + (fraction >= 0.5 ? 1 : 0) - (fraction <= -0.5 ? 1 : 0)};
}

constexpr Duration from_seconds(double seconds) {
    return from_nanoseconds(seconds * 1e9);
}

/// `at + wait` without overflow: later than kForever is kForever, a negative wait counts as none.
constexpr Time time_after(Time at, Duration wait) {
    if (wait <= Duration::zero()) {
        return at;
    }
    return wait >= kForever - at ? kForever : at + wait;
}

} // namespace meshcast
