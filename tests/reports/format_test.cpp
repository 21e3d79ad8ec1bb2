#include "reports/format.h"

#include <gtest/gtest.h>

#include <limits>
#include <vector>

namespace meshcast {
namespace {

using namespace std::chrono_literals;

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();

struct NumberCase {
    double value;
    std::string_view text;
};

TEST(FormatDuration, ChoosesTheUnitAndShowsThreeDigits) {
    const std::vector<NumberCase> cases{
        {0, "0 ms"},           {1e-9, "1.00 ns"},     {421e-9, "421 ns"},    {0.9996e-6, "1.00 µs"},
        {4.21e-6, "4.21 µs"},  {999.4e-6, "999 µs"},  {999.6e-6, "1.00 ms"}, {4.214e-3, "4.21 ms"},
        {9.994e-3, "9.99 ms"}, {9.996e-3, "10.0 ms"}, {42.14e-3, "42.1 ms"}, {99.96e-3, "100 ms"},
        {421.4e-3, "421 ms"},  {0.9996, "1.00 s"},    {1.5, "1.50 s"},       {59.94, "59.9 s"},
        {59.96, "1m"},         {125, "2m5s"},         {3600, "1h"},          {-4.214e-3, "-4.21 ms"},
        {kNaN, "–"},           {kInfinity, "–"}};
    for (const NumberCase& c : cases) {
        EXPECT_EQ(format_duration(c.value), c.text) << c.value;
    }
}

TEST(FormatBytes, UsesBinaryUnits) {
    const std::vector<NumberCase> cases{{0, "0 B"},
                                        {1, "1 B"},
                                        {1023, "1023 B"},
                                        {1024, "1.00 KiB"},
                                        {1536, "1.50 KiB"},
                                        {1048575, "1.00 MiB"},
                                        {38.2 * 1024 * 1024, "38.2 MiB"},
                                        {5.0 * 1024 * 1024 * 1024, "5.00 GiB"},
                                        {3e12, "2.73 TiB"},
                                        {kNaN, "–"}};
    for (const NumberCase& c : cases) {
        EXPECT_EQ(format_bytes(c.value), c.text) << c.value;
    }
}

TEST(FormatNumber, SeparatesThousandsAndKeepsThreeDigits) {
    const std::vector<NumberCase> cases{
        {0, "0"},         {1, "1"},          {0.123, "0.12"},        {1.235, "1.24"},
        {12.34, "12.3"},  {123.4, "123"},    {1234.5, "1,234"},      {999, "999"},
        {1000, "1,000"},  {12345, "12,345"}, {1234567, "1,234,567"}, {-1234, "-1,234"},
        {-0.001, "0.00"}, {kNaN, "–"}};
    for (const NumberCase& c : cases) {
        EXPECT_EQ(format_number(c.value), c.text) << c.value;
    }
}

TEST(FormatPercent, NeverShowsSomethingAsNothing) {
    const std::vector<NumberCase> cases{{0, "0 %"},         {1, "100 %"},         {0.5, "50 %"},
                                        {0.0012, "0.12 %"}, {0.00001, "<0.01 %"}, {0.00005, "0.01 %"},
                                        {0.1234, "12.3 %"}, {kNaN, "–"}};
    for (const NumberCase& c : cases) {
        EXPECT_EQ(format_percent(c.value), c.text) << c.value;
    }
}

TEST(FormatCount, SeparatesThousands) {
    EXPECT_EQ(format_count(0), "0");
    EXPECT_EQ(format_count(999), "999");
    EXPECT_EQ(format_count(1000), "1,000");
    EXPECT_EQ(format_count(std::numeric_limits<std::uint64_t>::max()), "18,446,744,073,709,551,615");
}

TEST(FormatOthers, CarryTheirUnits) {
    EXPECT_EQ(format_rate(199.84), "200/s");
    EXPECT_EQ(format_rate(66.67), "66.7/s");
    EXPECT_EQ(format_rate(kNaN), "–");
    EXPECT_EQ(format_cores(1.236), "1.24");
    EXPECT_EQ(format_money(1234.4, "USD"), "1,234 USD");
    EXPECT_EQ(format_money(61.25, "EUR"), "61.2 EUR");
    EXPECT_EQ(format_money(kNaN, "EUR"), "–");
}

struct ExactCase {
    Duration duration;
    std::string_view text;
};

TEST(FormatExact, WritesDurationsAsScenariosDo) {
    const std::vector<ExactCase> cases{{0s, "0s"},
                                       {60s, "1m"},
                                       {90s, "1m30s"},
                                       {250ms, "250ms"},
                                       {1500us, "1ms500us"},
                                       {1ns, "1ns"},
                                       {1h + 2min + 3s + 4ms + 5us + 6ns, "1h2m3s4ms5us6ns"},
                                       {-90s, "-1m30s"},
                                       {Duration::max(), "2562047h47m16s854ms775us807ns"},
                                       {Duration::min(), "-2562047h47m16s854ms775us808ns"}};
    for (const ExactCase& c : cases) {
        EXPECT_EQ(format_exact(c.duration), c.text);
    }
}

TEST(Scale, ShowsTheSmallestValueOfAColumn) {
    const std::vector<double> latencies{0.00042, 0.0011, 0};
    const Scale milliseconds = duration_scale(latencies);
    EXPECT_EQ(milliseconds.unit, "ms");
    EXPECT_EQ(format_in(milliseconds, 0.00042), "0.42");
    EXPECT_EQ(format_in(milliseconds, 0.0011), "1.10");
    EXPECT_EQ(format_in(milliseconds, 0), "0");
    EXPECT_EQ(format_in(milliseconds, kNaN), "–");
    EXPECT_EQ(format_in(milliseconds, 12.3456), "12,346");

    const std::vector<double> fast{40e-6, 50e-6};
    EXPECT_EQ(duration_scale(fast).unit, "µs");
    EXPECT_EQ(format_in(duration_scale(fast), 40e-6), "40.0");

    const std::vector<double> memory{466.0 * 1024 * 1024};
    EXPECT_EQ(with_unit(bytes_scale(memory), format_in(bytes_scale(memory), memory[0])), "466 MiB");

    const std::vector<double> rates{199.6, 1000};
    EXPECT_EQ(format_in(plain_scale(rates, "req/s"), 199.6), "200");
}

TEST(Scale, OfNothingStillHasAUnit) {
    const std::vector<double> nothing{0, kNaN};
    EXPECT_EQ(duration_scale(nothing).unit, "ms");
    EXPECT_EQ(bytes_scale({}).unit, "MiB");
    EXPECT_EQ(plain_scale({}, "vCPU").unit, "vCPU");
}

TEST(Scale, FormatsIntervalsAndDifferences) {
    const Scale milliseconds{1e-3, "ms", 2};
    EXPECT_EQ(format_half_width(milliseconds, 0.00005), "±0.05");
    EXPECT_EQ(format_half_width(milliseconds, kNaN), "");
    EXPECT_EQ(format_half_width(milliseconds, kInfinity), "");
    EXPECT_EQ(format_delta(milliseconds, 0.00047), "+0.47");
    EXPECT_EQ(format_delta(milliseconds, -0.00047), "-0.47");
    EXPECT_EQ(format_delta(milliseconds, 0.000001), "=");
    EXPECT_EQ(format_delta(milliseconds, 0), "=");
    EXPECT_EQ(format_delta(milliseconds, kNaN), "–");
    EXPECT_EQ(with_unit(milliseconds, "4.21"), "4.21 ms");
    EXPECT_EQ(with_unit(milliseconds, "–"), "–");
}

} // namespace
} // namespace meshcast
