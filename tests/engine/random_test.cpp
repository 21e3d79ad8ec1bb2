#include "engine/portable_math.h"
#include "engine/random.h"

#include <boost/math/distributions/normal.hpp>
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <limits>
#include <vector>

namespace meshcast {
namespace {

using namespace std::chrono_literals;

constexpr double kInfinity = std::numeric_limits<double>::infinity();

std::vector<std::uint64_t> first_draws(RandomStream random, int count = 100) {
    std::vector<std::uint64_t> draws;
    for (int i = 0; i < count; ++i) {
        draws.push_back(random.next());
    }
    return draws;
}

TEST(RandomStream, DependsOnEveryPartOfItsKey) {
    const auto draws = first_draws({1, 2, "cart", "service time"});
    EXPECT_EQ(draws, first_draws({1, 2, "cart", "service time"}));
    EXPECT_NE(draws, first_draws({3, 2, "cart", "service time"}));
    EXPECT_NE(draws, first_draws({1, 3, "cart", "service time"}));
    EXPECT_NE(draws, first_draws({1, 2, "carts", "service time"}));
    EXPECT_NE(draws, first_draws({1, 2, "cart", "service times"}));
    EXPECT_NE(draws, first_draws({2, 1, "cart", "service time"}));
    EXPECT_NE(first_draws({1, 2, "ab", "c"}), first_draws({1, 2, "a", "bc"}));
}

// Changes when generator, seeding or hash do: then every result of every user changes.
TEST(RandomStream, FirstDrawsAreKnown) {
    EXPECT_EQ(
        first_draws({1, 2, "cart", "service time"}, 3),
        (std::vector<std::uint64_t>{2769423742100723889U, 1312112185640392800U, 10263992221363093470U}));
}

TEST(RandomStream, StreamsOfNeighbouringKeysAreUncorrelated) {
    constexpr int kDraws = 100'000;
    RandomStream a(1, 0, "cart", "service time");
    RandomStream b(1, 1, "cart", "service time");
    double covariance = 0;
    for (int i = 0; i < kDraws; ++i) {
        covariance += (a.uniform() - 0.5) * (b.uniform() - 0.5) / kDraws;
    }
    // Standard error of the correlation is 1 / sqrt(n); variance of a uniform is 1/12.
    EXPECT_NEAR(covariance * 12, 0, 4 / std::sqrt(kDraws));
}

TEST(RandomStream, UniformFillsTheUnitInterval) {
    constexpr int kDraws = 200'000;
    constexpr int kCells = 20;
    RandomStream random(1, 0, "test", "uniform");
    std::array<int, kCells> cells{};
    for (int i = 0; i < kDraws; ++i) {
        const double u = random.uniform();
        ASSERT_GE(u, 0);
        ASSERT_LT(u, 1);
        ++cells[static_cast<std::size_t>(u * kCells)];
    }
    double chi_square = 0;
    for (const int count : cells) {
        const double expected = kDraws / double{kCells};
        chi_square += (count - expected) * (count - expected) / expected;
    }
    EXPECT_LT(chi_square, 43.8) << "99.9th percentile for 19 degrees of freedom";
}

TEST(RandomStream, BelowIsUnbiased) {
    constexpr int kDraws = 300'000;
    RandomStream random(1, 0, "test", "below");
    std::array<int, 3> counts{};
    for (int i = 0; i < kDraws; ++i) {
        ++counts.at(random.below(3));
    }
    for (const int count : counts) {
        EXPECT_NEAR(count, kDraws / 3, 4 * std::sqrt(kDraws * 2.0 / 9));
    }
    // A range just above half of 2^64 would be twice as likely in its lower half if a remainder were taken.
    constexpr std::uint64_t kHuge = (std::uint64_t{3} << 62);
    int low = 0;
    for (int i = 0; i < 10'000; ++i) {
        low += random.below(kHuge) < kHuge / 2 ? 1 : 0;
    }
    EXPECT_NEAR(low, 5000, 4 * 50);
    EXPECT_EQ(random.below(0), 0);
    EXPECT_EQ(random.below(1), 0);
}

TEST(RandomStream, BernoulliHasItsProbability) {
    RandomStream random(1, 0, "test", "bernoulli");
    int hits = 0;
    for (int i = 0; i < 100'000; ++i) {
        hits += random.bernoulli(0.3) ? 1 : 0;
        ASSERT_FALSE(random.bernoulli(0));
        ASSERT_TRUE(random.bernoulli(1));
    }
    EXPECT_NEAR(hits, 30'000, 4 * 145);
}

TEST(RandomStream, ExponentialHasItsMoments) {
    constexpr int kDraws = 400'000;
    RandomStream random(1, 0, "test", "exponential");
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < kDraws; ++i) {
        const double x = to_milliseconds(random.exponential(2ms)) / 2;
        ASSERT_GE(x, 0);
        sum += x;
        squares += x * x;
    }
    EXPECT_NEAR(sum / kDraws, 1, 4 / std::sqrt(kDraws));
    EXPECT_NEAR(squares / kDraws, 2, 4 * std::sqrt(20.0 / kDraws)); // variance of X^2 is 24 - 4
    EXPECT_EQ(random.exponential(0ns), 0ns);
    EXPECT_EQ(random.exponential(-1ns), 0ns);
}

TEST(RandomStream, NormalHasItsMoments) {
    constexpr int kDraws = 400'000;
    RandomStream random(1, 0, "test", "normal");
    double sum = 0;
    double squares = 0;
    double fourths = 0;
    for (int i = 0; i < kDraws; ++i) {
        const double z = random.standard_normal();
        sum += z;
        squares += z * z;
        fourths += z * z * z * z;
    }
    EXPECT_NEAR(sum / kDraws, 0, 4 / std::sqrt(kDraws));
    EXPECT_NEAR(squares / kDraws, 1, 4 * std::sqrt(2.0 / kDraws));
    EXPECT_NEAR(fourths / kDraws, 3, 4 * std::sqrt(96.0 / kDraws));
}

double units_in_last_place(double value, double exact) {
    return std::abs(value - exact) / (std::nextafter(std::abs(exact), kInfinity) - std::abs(exact));
}

TEST(PortableMath, LogarithmIsAccurate) {
    RandomStream random(1, 0, "test", "log");
    for (int i = 0; i < 100'000; ++i) {
        const double x = std::ldexp(random.uniform() + 0.5, static_cast<int>(random.below(2000)) - 1000);
        ASSERT_LE(
            units_in_last_place(portable_log(x), static_cast<double>(std::log(static_cast<long double>(x)))),
            1.0)
            << x;
    }
    for (const double x : {1 - 1e-10, 1 + 1e-10, 0x1p-53, std::numeric_limits<double>::denorm_min()}) {
        EXPECT_DOUBLE_EQ(portable_log(x), std::log(x));
    }
    EXPECT_EQ(portable_log(1), 0);
    EXPECT_EQ(portable_log(0), -kInfinity);
    EXPECT_EQ(portable_log(kInfinity), kInfinity);
    EXPECT_TRUE(std::isnan(portable_log(-1)));
    EXPECT_TRUE(std::isnan(portable_log(std::nan(""))));
}

TEST(PortableMath, ExponentialIsAccurate) {
    RandomStream random(1, 0, "test", "exp");
    for (int i = 0; i < 100'000; ++i) {
        const double x = (random.uniform() - 0.5) * 1400;
        ASSERT_LE(
            units_in_last_place(portable_exp(x), static_cast<double>(std::exp(static_cast<long double>(x)))),
            1.0)
            << x;
    }
    EXPECT_EQ(portable_exp(0), 1);
    EXPECT_EQ(portable_exp(710), kInfinity);
    EXPECT_EQ(portable_exp(-746), 0);
    EXPECT_EQ(portable_exp(-kInfinity), 0);
    EXPECT_EQ(portable_exp(kInfinity), kInfinity);
    EXPECT_TRUE(std::isnan(portable_exp(std::nan(""))));
}

TEST(PortableMath, NormalQuantileAgreesWithBoost) {
    const boost::math::normal standard;
    for (const double p :
         {1e-300, 1e-20, 1e-9, 0.001, 0.01, 0.075, 0.2, 0.4999, 0.6, 0.9, 0.95, 0.99, 0.999, 1 - 1e-9}) {
        const double exact = boost::math::quantile(standard, p);
        EXPECT_NEAR(normal_quantile(p), exact, 1e-14 * std::abs(exact)) << p;
    }
    EXPECT_EQ(normal_quantile(0.5), 0);
    EXPECT_EQ(normal_quantile(0), -kInfinity);
    EXPECT_EQ(normal_quantile(1), kInfinity);
}

} // namespace
} // namespace meshcast
