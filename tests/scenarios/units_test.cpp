#include "scenarios/units.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <vector>

namespace meshcast::units {

namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

constexpr std::int64_t kMin = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t kMax = std::numeric_limits<std::int64_t>::max();

template <class Value>
struct Row {
    std::string text;
    Value value;
};

struct Refusal {
    std::string text;
    std::string why;
};

template <class Value>
void expect_values(Parsed<Value> (*parse)(std::string_view), const std::vector<Row<Value>>& rows) {
    for (const auto& [text, value] : rows) {
        const Parsed<Value> parsed = parse(text);
        ASSERT_TRUE(parsed.has_value()) << text << ": " << parsed.error();
        EXPECT_EQ(*parsed, value) << text;
    }
}

template <class Value>
void expect_refusals(Parsed<Value> (*parse)(std::string_view), const std::vector<Refusal>& rows) {
    for (const auto& [text, why] : rows) {
        const Parsed<Value> parsed = parse(text);
        ASSERT_FALSE(parsed.has_value()) << text;
        EXPECT_THAT(parsed.error(), HasSubstr(why)) << text;
    }
}

TEST(DurationUnits, ReadGosGrammar) {
    expect_values<Duration>(parse_duration, {{"1h30m", 90min},
                                             {"1.5s", 1500ms},
                                             {"250ms", 250ms},
                                             {"80us", 80us},
                                             {"80µs", 80us},
                                             {"80μs", 80us},
                                             {"15ns", 15ns},
                                             {".5s", 500ms},
                                             {"1.s", 1s},
                                             {"+2s", 2s},
                                             {"1m1m", 2min},
                                             {"0", 0s},
                                             {"0ms", 0s},
                                             {"1.5ns", 1ns},
                                             {"0.100000000000000000000h", 6min},
                                             {"9223372036854775807ns", Duration::max()},
                                             {"2562047h47m16.854775807s", Duration::max()}});
}

TEST(DurationUnits, SayWhatToWriteInstead) {
    expect_refusals<Duration>(parse_duration, {{"10", "write 10ms or 10s"},
                                               {"1h30", "write 30ms or 30s"},
                                               {"", "such as 10ms"},
                                               {"-1s", "negative"},
                                               {"1d", "unknown unit \"d\""},
                                               {"1 s", "unknown unit"},
                                               {"1e3s", "unknown unit"},
                                               {"ms", "not a duration"},
                                               {"1.2.3s", "write 1.2ms or 1.2s"},
                                               {"..s", "not a duration"},
                                               {"9223372036854775808ns", "292 years"},
                                               {"2562048h", "292 years"},
                                               {"2562047h48m", "292 years"},
                                               {"99999999999999999999999h", "not a duration"}});
}

TEST(DurationUnits, PrintEachUnitOnceAndReadBackTheSame) {
    const std::vector<Row<Duration>> rows{{"0s", 0s},
                                          {"1h30m", 90min},
                                          {"1s500ms", 1500ms},
                                          {"80us", 80us},
                                          {"-1m", -1min},
                                          {"1h1m1s1ms1us1ns", 3661001001001ns},
                                          {"2562047h47m16s854ms775us807ns", Duration::max()}};
    for (const auto& [text, value] : rows) {
        EXPECT_EQ(format_duration(value), text);
        if (value >= Duration::zero()) {
            EXPECT_EQ(parse_duration(text), value);
        }
    }
    EXPECT_EQ(format_duration(Duration::min()), "-2562047h47m16s854ms775us808ns");
}

TEST(CpuUnits, ReadQuantitiesAndRoundUp) {
    expect_values<MilliCpu>(parse_cpu, {{"2", {2000}},
                                        {"0.5", {500}},
                                        {"500m", {500}},
                                        {"0.1", {100}},
                                        {".25", {250}},
                                        {"100.5m", {101}},
                                        {"0.0001", {1}},
                                        {"1e3", {1'000'000}},
                                        {"1E3", {1'000'000}},
                                        {"5e-1", {500}},
                                        {"1e-18", {1}},
                                        {"1k", {1'000'000}},
                                        {"1u", {1}},
                                        {"1500u", {2}},
                                        {"1n", {1}},
                                        {"0", {0}},
                                        {"+1", {1000}},
                                        {"0.00000000000000000000", {0}}});
    EXPECT_EQ(format_cpu({1500}), "1500m");
    EXPECT_EQ(format_cpu({2000}), "2");
    EXPECT_EQ(format_cpu({0}), "0");
}

TEST(CpuUnits, RefuseWhatKubernetesRefuses) {
    expect_refusals<MilliCpu>(parse_cpu, {{"1core", "unknown suffix"},
                                          {"", "500m"},
                                          {"-1", "negative"},
                                          {"abc", "not a quantity"},
                                          {"1 ", "unknown suffix"},
                                          {"1e", "exponent"},
                                          {"1e99", "exponent"},
                                          {"1e+-3", "exponent"},
                                          {"1E", "too large"}, // exa, which is not an exponent without digits
                                          {"99999999999999999999", "not a quantity"}});
}

TEST(MemoryUnits, ReadQuantitiesExactly) {
    expect_values<Bytes>(parse_memory, {{"128Mi", mebibytes(128)},
                                        {"1.5Gi", mebibytes(1536)},
                                        {"64Ki", kibibytes(64)},
                                        {"1G", {1'000'000'000}},
                                        {"1M", {1'000'000}},
                                        {"1k", {1'000}},
                                        {"128m", {1}},
                                        {"1500m", {2}},
                                        {"1e6", {1'000'000}},
                                        {"123456789", {123456789}},
                                        {"1Ei", {std::int64_t{1} << 60}},
                                        {"0.1Gi", {107374183}}}); // 107374182.4, up
    expect_refusals<Bytes>(parse_memory, {{"64K", "write k (1000) or Ki (1024)"},
                                          {"128MB", "unknown suffix"},
                                          {"128mi", "unknown suffix"},
                                          {"10Ei", "too large"},
                                          {"-1Gi", "negative"}});
}

TEST(MemoryUnits, PrintTheLargestBinaryUnitThatFits) {
    const std::vector<Row<Bytes>> rows{
        {"1536Mi", mebibytes(1536)}, {"1Gi", mebibytes(1024)}, {"1000", {1000}}, {"0", {0}}};
    for (const auto& [text, value] : rows) {
        EXPECT_EQ(format_memory(value), text);
        EXPECT_EQ(parse_memory(text), value);
    }
}

TEST(SizeUnits, TellThousandsFrom1024s) {
    expect_values<Bytes>(parse_size, {{"512", {512}},
                                      {"512B", {512}},
                                      {"16KB", {16'000}},
                                      {"16kB", {16'000}},
                                      {"16 KiB", kibibytes(16)},
                                      {"1k", {1000}},
                                      {"1Ki", {1024}},
                                      {"1.5KiB", {1536}},
                                      {"2MB", {2'000'000}},
                                      {"2MiB", mebibytes(2)},
                                      {"0", {0}}});
    expect_refusals<Bytes>(parse_size, {{"1X", "unknown unit"},
                                        {"", "16KiB"},
                                        {"-1", "not a size"},
                                        {"1kb", "unknown unit"},
                                        {"100EiB", "too large"}});
}

TEST(RateUnits, ReadEventsPerUnitOfTime) {
    expect_values<Rate>(parse_rate, {{"200/s", {200}},
                                     {"1000rps", {1000}},
                                     {"1000 rps", {1000}},
                                     {"1k/s", {1000}},
                                     {"2.5/s", {2.5}},
                                     {"12000/m", {200}},
                                     {"12000/min", {200}},
                                     {"7200/h", {2}},
                                     {"0/s", {0}}});
    expect_refusals<Rate>(
        parse_rate, {{"200", "write 200/s"}, {"", "200/s"}, {"-1/s", "not a rate"}, {"5/d", "unknown unit"}});
    EXPECT_EQ(format_rate({200}), "200/s");
    EXPECT_EQ(format_rate({0.5}), "0.5/s");
}

TEST(FractionUnits, ReadPercentagesAndNumbersUpToOne) {
    expect_values<double>(
        parse_fraction,
        {{"0.1%", 0.001}, {"100%", 1}, {"50 %", 0.5}, {"0.25", 0.25}, {"1", 1}, {"0", 0}, {"0%", 0}});
    expect_refusals<double>(parse_fraction, {{"101%", "the most is 100%"},
                                             {"5", "a percentage with %"},
                                             {"half", "not a share"},
                                             {"-1%", "not a share"},
                                             {"1%%", "not a share"}});
    EXPECT_EQ(format_fraction(0.001), "0.1%");
    EXPECT_EQ(format_fraction(1), "100%");
}

TEST(BooleanUnits, KnowYaml11sWords) {
    expect_values<bool>(parse_boolean, {{"true", true},
                                        {"True", true},
                                        {"on", true},
                                        {"YES", true},
                                        {"y", true},
                                        {"false", false},
                                        {"off", false},
                                        {"No", false},
                                        {"N", false}});
    expect_refusals<bool>(parse_boolean,
                          {{"maybe", "neither"}, {"tRUE", "neither"}, {"1", "neither"}, {"", "neither"}});
}

TEST(IntegerUnits, KeepToTheRange) {
    EXPECT_EQ(parse_integer("8080", 1, 65535), 8080);
    EXPECT_EQ(parse_integer("+5", 0, 9), 5);
    EXPECT_EQ(parse_integer("-5", -9, 9), -5);
    EXPECT_EQ(parse_integer("010", 0, 99), 10);
    EXPECT_EQ(parse_integer("9223372036854775807", kMin, kMax), kMax);
    const std::vector<Refusal> refusals{
        {"0", "write 1 to 65535"},     {"65536", "write 1 to 65535"},
        {"1.5", "not a whole number"}, {"", "not a whole number"},
        {"3x", "not a whole number"},  {"0x10", "not a whole number"},
        {"+-3", "not a whole number"}, {"99999999999999999999", "write 1 to 65535"}};
    for (const auto& [text, why] : refusals) {
        const auto parsed = parse_integer(text, 1, 65535);
        ASSERT_FALSE(parsed.has_value()) << text;
        EXPECT_THAT(parsed.error(), HasSubstr(why)) << text;
    }
    EXPECT_THAT(parse_integer("-1", 0, kMax).error(), HasSubstr("the least is 0"));
}

} // namespace

} // namespace meshcast::units
