#include "engine/distribution.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

namespace meshcast {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t kDraws = 200'000;

std::vector<Duration> sorted_samples(const Distribution& distribution) {
    RandomStream random(5, 0, "distribution", distribution.description());
    std::vector<Duration> samples(kDraws);
    for (Duration& sample : samples) {
        sample = distribution.sample(random);
    }
    std::sort(samples.begin(), samples.end());
    return samples;
}

double mean_milliseconds(const std::vector<Duration>& samples) {
    double sum = 0;
    for (const Duration sample : samples) {
        sum += to_milliseconds(sample);
    }
    return sum / static_cast<double>(samples.size());
}

double standard_deviation(const std::vector<Duration>& samples) {
    const double mean = mean_milliseconds(samples);
    double squares = 0;
    for (const Duration sample : samples) {
        squares += (to_milliseconds(sample) - mean) * (to_milliseconds(sample) - mean);
    }
    return std::sqrt(squares / static_cast<double>(samples.size()));
}

/// Share of samples at or below `limit`.
double share_at_most(const std::vector<Duration>& sorted, Duration limit) {
    const auto end = std::upper_bound(sorted.begin(), sorted.end(), limit);
    return static_cast<double>(end - sorted.begin()) / static_cast<double>(sorted.size());
}

/// Four standard errors of an estimated probability.
double tolerance(double p) {
    return 4 * std::sqrt(p * (1 - p) / static_cast<double>(kDraws));
}

struct Case {
    std::string name;
    Distribution distribution;
    Distribution::Kind kind;
    Duration mean;
    std::string description;
};

void PrintTo(const Case& value, std::ostream* out) {
    *out << value.name;
}

class EveryDistribution : public testing::TestWithParam<Case> {};

TEST_P(EveryDistribution, SaysWhatItIs) {
    EXPECT_EQ(GetParam().distribution.kind(), GetParam().kind);
    EXPECT_EQ(GetParam().distribution.description(), GetParam().description);
    EXPECT_EQ(GetParam().distribution.mean(), GetParam().mean);
}

TEST_P(EveryDistribution, SamplesAverageToTheMean) {
    const auto samples = sorted_samples(GetParam().distribution);
    EXPECT_GE(samples.front(), 0ns);
    const double standard_error = standard_deviation(samples) / std::sqrt(kDraws);
    EXPECT_NEAR(mean_milliseconds(samples), to_milliseconds(GetParam().mean), 4 * standard_error + 1e-6);
}

TEST_P(EveryDistribution, EqualsItselfAndNoOther) {
    const Distribution copy = GetParam().distribution;
    EXPECT_EQ(copy, GetParam().distribution);
    EXPECT_NE(copy, Distribution::constant(123ns));
}

// Means by hand: lognormal with p99 = 4 p50 has sigma = ln 4 / 2.3263479 = 0.595913, mean = 3 ms exp(sigma^2
// / 2). The empirical one is 0.5 x 1 + 0.4 x 9 / ln 10 + 0.1 x 10 ms.
INSTANTIATE_TEST_SUITE_P(
    Kinds, EveryDistribution,
    testing::Values(
        Case{"Zero", Distribution{}, Distribution::Kind::Constant, 0ns, "constant 0s"},
        Case{"Constant", Distribution::constant(2ms), Distribution::Kind::Constant, 2ms, "constant 2ms"},
        Case{"Exponential", Distribution::exponential(1500us), Distribution::Kind::Exponential, 1500us,
             "exponential mean 1.5ms"},
        Case{"Uniform", Distribution::uniform(1ms, 4ms), Distribution::Kind::Uniform, 2500us,
             "uniform 1ms to 4ms"},
        Case{"LognormalByPercentiles", Distribution::lognormal_percentiles(3ms, 0.99, 12ms),
             Distribution::Kind::Lognormal, Duration{3582879}, "lognormal p50 3ms p99 12ms"},
        Case{"LognormalByMean", Distribution::lognormal_mean_cv(20us, 1.5), Distribution::Kind::Lognormal,
             20us, "lognormal mean 20us cv 1.5"},
        Case{"LognormalOfNoSpread", Distribution::lognormal_percentiles(3ms, 0.999, 3ms),
             Distribution::Kind::Lognormal, 3ms, "lognormal p50 3ms p99.9 3ms"},
        Case{"Erlang", Distribution::erlang(40, 2s), Distribution::Kind::Erlang, 2s, "erlang k 40 mean 2s"},
        Case{"Empirical", Distribution::empirical({{0.5, 1ms}, {0.9, 10ms}}), Distribution::Kind::Empirical,
             Duration{3063460}, "empirical p50 1ms p90 10ms"},
        Case{"EmpiricalFromZero", Distribution::empirical({{0, 0ms}, {1, 10ms}}),
             Distribution::Kind::Empirical, 5ms, "empirical p0 0s p100 10ms"}),
    [](const auto& instance) { return instance.param.name; });

TEST(Distribution, ConstantIsConstant) {
    const auto samples = sorted_samples(Distribution::constant(2ms));
    EXPECT_EQ(samples.front(), 2ms);
    EXPECT_EQ(samples.back(), 2ms);
}

TEST(Distribution, IsNeverNegative) {
    RandomStream random(1, 0, "test", "negative");
    EXPECT_EQ(Distribution::constant(-1ms).sample(random), 0ns);
    EXPECT_EQ(Distribution::constant(-1ms).mean(), 0ns);
    EXPECT_EQ(Distribution::exponential(-1ms).sample(random), 0ns);
}

TEST(Distribution, ExponentialQuantilesAreLogarithms) {
    const auto samples = sorted_samples(Distribution::exponential(1ms));
    for (const double p : {0.1, 0.5, 0.9, 0.99, 0.999}) {
        EXPECT_NEAR(share_at_most(samples, from_seconds(-std::log(1 - p) / 1e3)), p, tolerance(p));
    }
}

TEST(Distribution, UniformStaysInRange) {
    const auto samples = sorted_samples(Distribution::uniform(1ms, 4ms));
    EXPECT_GE(samples.front(), 1ms);
    EXPECT_LE(samples.back(), 4ms);
    EXPECT_NEAR(share_at_most(samples, 2ms), 1 / 3.0, tolerance(1 / 3.0));
}

TEST(Distribution, LognormalMeetsItsPercentiles) {
    const auto samples = sorted_samples(Distribution::lognormal_percentiles(3ms, 0.99, 12ms));
    EXPECT_NEAR(share_at_most(samples, 3ms), 0.5, tolerance(0.5));
    EXPECT_NEAR(share_at_most(samples, 12ms), 0.99, tolerance(0.99));
    EXPECT_NEAR(share_at_most(samples, 6ms), 0.877621, tolerance(0.877621)) << "Phi(ln 2 / sigma)";
}

TEST(Distribution, LognormalMeetsItsCoefficientOfVariation) {
    const auto samples = sorted_samples(Distribution::lognormal_mean_cv(10ms, 0.5));
    EXPECT_NEAR(standard_deviation(samples) / mean_milliseconds(samples), 0.5, 0.01);
}

TEST(Distribution, ErlangNarrowsWithK) {
    for (const int k : {1, 4, 16, 100}) {
        const auto samples = sorted_samples(Distribution::erlang(k, 10ms));
        EXPECT_NEAR(standard_deviation(samples) / mean_milliseconds(samples), 1 / std::sqrt(k), 0.01) << k;
    }
}

TEST(Distribution, EmpiricalGoesThroughItsPoints) {
    const auto distribution = Distribution::empirical({{0.5, 1ms}, {0.9, 10ms}, {0.99, 40ms}});
    const auto samples = sorted_samples(distribution);
    EXPECT_EQ(samples.front(), 1ms) << "constant below the first point";
    EXPECT_EQ(samples.back(), 40ms) << "and above the last";
    EXPECT_NEAR(share_at_most(samples, 1ms), 0.5, tolerance(0.5));
    EXPECT_NEAR(share_at_most(samples, 10ms), 0.9, tolerance(0.9));
    EXPECT_NEAR(share_at_most(samples, Duration{3162278}), 0.7, tolerance(0.7))
        << "half way in the logarithm";
    EXPECT_NEAR(share_at_most(samples, 40ms - 1ns), 0.99, tolerance(0.99));
}

TEST(Distribution, DiffersWhenAParameterDoes) {
    EXPECT_NE(Distribution::constant(1ms), Distribution::constant(2ms));
    EXPECT_NE(Distribution::constant(1ms), Distribution::exponential(1ms));
    EXPECT_NE(Distribution::erlang(2, 1ms), Distribution::erlang(3, 1ms));
    EXPECT_NE(Distribution::empirical({{0.5, 1ms}}), Distribution::empirical({{0.5, 2ms}}));
}

} // namespace
} // namespace meshcast
