#include "engine/time.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace meshcast {
namespace {

using namespace std::chrono_literals;

constexpr double kInfinity = std::numeric_limits<double>::infinity();

TEST(Time, ConvertsToAndFromSeconds) {
    EXPECT_DOUBLE_EQ(to_seconds(1500ms), 1.5);
    EXPECT_DOUBLE_EQ(to_milliseconds(1500us), 1.5);
    EXPECT_EQ(from_seconds(0.25), 250ms);
    EXPECT_EQ(from_nanoseconds(12), 12ns);
}

TEST(Time, RoundsToTheNearestNanosecond) {
    EXPECT_EQ(from_nanoseconds(1.4), 1ns);
    EXPECT_EQ(from_nanoseconds(1.5), 2ns);
    EXPECT_EQ(from_nanoseconds(-1.5), -2ns);
    EXPECT_EQ(from_nanoseconds(0.49999999999999994), 0ns);
    EXPECT_EQ(from_nanoseconds(9007199254740993.0), Duration{9007199254740992});
}

TEST(Time, SaturatesInsteadOfOverflowing) {
    EXPECT_EQ(from_seconds(1e30), Duration::max());
    EXPECT_EQ(from_seconds(kInfinity), Duration::max());
    EXPECT_EQ(from_seconds(-1e30), Duration::min());
    EXPECT_EQ(from_nanoseconds(9223372036854775808.0), Duration::max());
    EXPECT_EQ(from_nanoseconds(-9223372036854775808.0), Duration::min());
    EXPECT_EQ(from_seconds(std::nan("")), 0ns);
}

TEST(Time, AddsWithoutOverflow) {
    EXPECT_EQ(time_after(kStart + 1s, 2s), kStart + 3s);
    EXPECT_EQ(time_after(kStart + 1s, -2s), kStart + 1s) << "a negative wait is none";
    EXPECT_EQ(time_after(kStart + 1s, Duration::max()), kForever);
    EXPECT_EQ(time_after(kForever, 1ns), kForever);
    EXPECT_EQ(time_after(kStart, Duration::max()), kForever);
}

} // namespace
} // namespace meshcast
