#include "sim/arrivals/fortio.h"
#include "sim/arrivals/modulated.h"
#include "sim/arrivals/renewal.h"
#include "sim/arrivals/replay.h"
#include "sim/arrivals/varying.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <vector>

using namespace std::chrono_literals;

namespace meshcast {

namespace {

using ::testing::ElementsAre;

RandomStream stream(std::uint64_t seed = 1) {
    return {seed, 0, "test", "arrivals"};
}

std::vector<Duration> first(ArrivalProcess& process, std::size_t count, std::uint64_t seed = 1) {
    RandomStream random = stream(seed);
    std::vector<Duration> times;
    for (std::size_t i = 0; i < count; ++i) {
        const auto arrival = process.next(random);
        if (!arrival) {
            break;
        }
        if (!times.empty()) {
            EXPECT_GE(arrival->at, times.back());
        }
        times.push_back(arrival->at);
    }
    return times;
}

/// Arrivals by window of that length, up to the end.
std::vector<double> counts(ArrivalProcess& process, Duration window, std::size_t windows,
                           std::uint64_t seed = 1) {
    RandomStream random = stream(seed);
    std::vector<double> result(windows, 0.0);
    while (const auto arrival = process.next(random)) {
        const auto index = static_cast<std::size_t>(arrival->at / window);
        if (index >= windows) {
            break;
        }
        ++result[index];
    }
    return result;
}

double mean(const std::vector<double>& values) {
    double sum = 0;
    for (const double value : values) {
        sum += value;
    }
    return sum / static_cast<double>(values.size());
}

/// Variance over mean of counts: 1 for Poisson.
double dispersion(const std::vector<double>& values) {
    const double average = mean(values);
    double squares = 0;
    for (const double value : values) {
        squares += (value - average) * (value - average);
    }
    return squares / static_cast<double>(values.size() - 1) / average;
}

TEST(PoissonArrivals, CountsHaveTheirMeanForVariance) {
    PoissonArrivals process(100);
    const std::vector<double> windows = counts(process, 1s, 4000);
    EXPECT_NEAR(mean(windows), 100, 0.65);       // four standard errors of 0.158
    EXPECT_NEAR(dispersion(windows), 1.0, 0.09); // four of sqrt(2 / 4000)
}

TEST(PoissonArrivals, AreThoseOfTheirStream) {
    PoissonArrivals one(50);
    PoissonArrivals other(50);
    EXPECT_EQ(first(one, 100, 7), first(other, 100, 7));
    PoissonArrivals rare(1e-12); // beyond the clock: no overflow
    EXPECT_EQ(first(rare, 3).size(), 3U);
}

TEST(EvenArrivals, AreEvenAndDoNotDrift) {
    EvenArrivals process(3);
    const std::vector<Duration> times = first(process, 3001);
    EXPECT_EQ(times[0], 0ns);
    EXPECT_EQ(times[1], 333333333ns);
    EXPECT_EQ(times[3000], 1000s);
}

TEST(EvenArrivals, JitterVariesEachGapButNotTheRate) {
    EvenArrivals process(10, 0.1);
    const std::vector<Duration> times = first(process, 10001);
    double shortest = 1;
    double longest = 0;
    for (std::size_t i = 1; i < times.size(); ++i) {
        const double gap = to_seconds(times[i] - times[i - 1]);
        shortest = std::min(shortest, gap);
        longest = std::max(longest, gap);
    }
    EXPECT_NEAR(to_seconds(times.back()), 1000, 0.02);
    EXPECT_LT(shortest, 0.09);
    EXPECT_GT(longest, 0.11);
}

TEST(FortioPlan, DividesCallsAsFortioDoes) {
    const auto planned = [](double qps, Duration duration, int threads) {
        const fortio::Plan plan = fortio::plan(qps, duration, threads);
        return std::vector<std::int64_t>{plan.threads, plan.calls_per_thread, plan.calls()};
    };
    EXPECT_THAT(planned(40, 100ms, 2), ElementsAre(2, 2, 4));
    EXPECT_THAT(planned(10, 30s, 100), ElementsAre(100, 3, 300));
    EXPECT_THAT(planned(10, 30s, 7), ElementsAre(7, 42, 294)); // what does not divide is not made
    EXPECT_THAT(planned(10, 1s, 100), ElementsAre(5, 2, 10));  // at least two calls a thread
    EXPECT_THAT(planned(0.1, 1s, 8), ElementsAre(1, 2, 2));    // at least two calls
    const fortio::Plan exact = fortio::plan_exactly(10, 103, 4);
    EXPECT_EQ(exact.calls_per_thread, 25);
    EXPECT_EQ(exact.left_over, 3);
    EXPECT_EQ(exact.calls(), 103);
}

TEST(FortioPlan, StretchesTheCallsOverTheWholeTime) {
    const fortio::Plan plan = fortio::plan(1, 2s, 1); // two calls: one wait of 2 s
    EXPECT_EQ(plan.due(0), 0s);
    EXPECT_EQ(plan.due(1), 2s);
    EXPECT_EQ(fortio::plan(3, 1s, 1).due(1), 500ms);
}

TEST(FortioArrivals, BurstsStartAllConnectionsTogether) {
    fortio::Arrivals process(10, 5, fortio::Pacing::Burst);
    EXPECT_THAT(first(process, 11), ElementsAre(0s, 0s, 0s, 0s, 0s, 500ms, 500ms, 500ms, 500ms, 500ms, 1s));
}

TEST(FortioArrivals, UniformStaggersThem) {
    fortio::Arrivals process(10, 5, fortio::Pacing::Uniform);
    EXPECT_THAT(first(process, 7), ElementsAre(0ms, 100ms, 200ms, 300ms, 400ms, 500ms, 600ms));
    RandomStream random = stream();
    EXPECT_EQ(process.next(random)->connection, 2U);
}

TEST(FortioArrivals, JitterDisperses) {
    fortio::Arrivals process(100, 10, fortio::Pacing::Jitter);
    const std::vector<Duration> times = first(process, 10000);
    EXPECT_NEAR(to_seconds(times.back()), 100, 0.5);
    int together = 0;
    for (std::size_t i = 11; i < times.size(); ++i) {
        together += times[i] == times[i - 1] ? 1 : 0;
    }
    EXPECT_LT(together, 5);
}

TEST(FortioArrivals, EndWithThePlan) {
    fortio::Arrivals process(fortio::plan_exactly(10, 7, 2), fortio::Pacing::Burst);
    const std::vector<Duration> times = first(process, 100);
    EXPECT_EQ(times.size(), 7U);
}

TEST(FortioPercentile, IsLinearWithinABucket) {
    // fortio's own example: one bucket of four calls.
    const std::vector<fortio::Bucket> one = {{0.00027292, 0.000930407, 100, 4}};
    EXPECT_DOUBLE_EQ(fortio::percentile(one, 0.00027292, 0.000930407, 50), 0.0004920823333333334);
    EXPECT_DOUBLE_EQ(fortio::percentile(one, 0.00027292, 0.000930407, 25), 0.00027292);
    EXPECT_DOUBLE_EQ(fortio::percentile(one, 0.00027292, 0.000930407, 100), 0.000930407);
    const std::vector<fortio::Bucket> two = {{1, 2, 50, 5}, {2, 4, 100, 5}};
    EXPECT_DOUBLE_EQ(fortio::percentile(two, 1, 4, 75), 3);
}

TEST(ModulatedArrivals, AreAsDisperseAsTheTheorySays) {
    // MMPP of two phases of rates a, b and mean lengths 1/r, 1/s: over long windows the index of dispersion
    // is 1 + 2 (a - b)^2 r s / ((r + s)^2 (a s + b r)). Fischer and Meier-Hellstern, "The MMPP cookbook",
    // 1993.
    const double a = 100;
    const double b = 10;
    const double r = 2;   // 1 / 0.5 s
    const double s = 0.5; // 1 / 2 s
    ModulatedArrivals process({{a, 500ms}, {b, 2s}}, ModulatedArrivals::Lengths::Exponential);
    EXPECT_DOUBLE_EQ(process.mean_rate(), 28);
    const std::vector<double> windows = counts(process, 100s, 2000);
    EXPECT_NEAR(mean(windows) / 100, 28, 0.5);
    const double theory = 1 + 2 * (a - b) * (a - b) * r * s / ((r + s) * (r + s) * (a * s + b * r));
    EXPECT_NEAR(theory, 38.0, 0.1);
    EXPECT_NEAR(dispersion(windows), theory, 0.13 * theory); // four standard errors
}

TEST(ModulatedArrivals, OnOffIsSilentWhileOff) {
    ModulatedArrivals process({{1000, 1s}, {0, 3s}}, ModulatedArrivals::Lengths::Fixed);
    const std::vector<double> seconds = counts(process, 1s, 40);
    for (std::size_t i = 0; i < seconds.size(); ++i) {
        if (i % 4 == 0) {
            EXPECT_NEAR(seconds[i], 1000, 130);
        } else {
            EXPECT_EQ(seconds[i], 0);
        }
    }
}

RateCurve steps() {
    return {{{0s, 10}, {10s, 50}, {20s, 0}, {30s, 20}}, RateCurve::Between::Hold, RateCurve::After::Hold};
}

TEST(RateCurve, IntegratesStepsAndRamps) {
    EXPECT_DOUBLE_EQ(steps().expected(15s), 350);
    EXPECT_DOUBLE_EQ(steps().expected(25s), 600);
    EXPECT_DOUBLE_EQ(steps().expected(40s), 800);
    EXPECT_DOUBLE_EQ(steps().rate_at(20s), 0);
    const RateCurve ramp({{10s, 0}, {20s, 100}}, RateCurve::Between::Line);
    EXPECT_DOUBLE_EQ(ramp.expected(10s), 0);
    EXPECT_DOUBLE_EQ(ramp.rate_at(15s), 50);
    EXPECT_DOUBLE_EQ(ramp.expected(15s), 125);
    EXPECT_DOUBLE_EQ(ramp.expected(30s), 1500);
}

TEST(RateCurve, InvertsItsIntegral) {
    const RateCurve day = RateCurve::diurnal(5, 50, 24h);
    const RateCurve ramp({{0s, 100}, {60s, 0}, {120s, 300}}, RateCurve::Between::Line,
                         RateCurve::After::Repeat);
    for (const RateCurve& curve : {steps(), day, ramp}) {
        for (const double arrivals : {0.5, 99.0, 333.3, 650.0, 5000.0, 123456.0}) {
            const auto at = curve.when_expected(arrivals);
            ASSERT_TRUE(at);
            EXPECT_NEAR(curve.expected(*at), arrivals, 1e-5 * arrivals);
        }
    }
    EXPECT_EQ(steps().when_expected(600), 20s); // not at the end of the silence that follows
    const RateCurve ends({{0s, 10}, {10s, 99}}, RateCurve::Between::Hold, RateCurve::After::Stop);
    EXPECT_EQ(ends.when_expected(100), 10s);
    EXPECT_EQ(ends.when_expected(101), std::nullopt);
}

TEST(RateCurve, DiurnalIsLowestAtMidnightAndHighestAtNoon) {
    const RateCurve day = RateCurve::diurnal(5, 50, 24h);
    EXPECT_NEAR(day.rate_at(0h), 5, 1e-9);
    EXPECT_NEAR(day.rate_at(12h), 50, 1e-9);
    EXPECT_NEAR(day.rate_at(6h), 27.5, 1e-9);
    EXPECT_NEAR(day.rate_at(72h + 18h), 27.5, 1e-6);
    EXPECT_NEAR(day.expected(48h) / (48 * 3600), 27.5, 1e-6);
}

TEST(VaryingArrivals, FollowTheCurve) {
    VaryingArrivals process(RateCurve({{0s, 0}, {100s, 400}, {200s, 0}}, RateCurve::Between::Line));
    const std::vector<double> seconds = counts(process, 1s, 200);
    double standardised = 0; // sum of squares of 200 standard normals, roughly
    for (std::size_t i = 0; i < seconds.size(); ++i) {
        const double rate = 400 - 4 * std::fabs(static_cast<double>(i) + 0.5 - 100);
        standardised += (seconds[i] - rate) * (seconds[i] - rate) / rate;
    }
    EXPECT_NEAR(standardised, 200, 4 * std::sqrt(2 * 200));
}

TEST(VaryingArrivals, EvenGapsHaveNoChance) {
    VaryingArrivals process(
        RateCurve({{0s, 1}, {2s, 10}, {3s, 0}}, RateCurve::Between::Hold, RateCurve::After::Stop),
        VaryingArrivals::Gaps::Even);
    const std::vector<Duration> times = first(process, 100);
    EXPECT_EQ(times.size(), 12U);
    EXPECT_EQ(times[0], 1s);
    EXPECT_EQ(times[1], 2s);
    EXPECT_EQ(times[2], 2100ms);
}

TEST(RateCurve, KnowsItsExtremesAndCanBeScaled) {
    const RateCurve ramp({{0s, 100}, {60s, 0}, {120s, 300}}, RateCurve::Between::Line,
                         RateCurve::After::Repeat);
    EXPECT_EQ(ramp.extremes(30s), std::pair(50.0, 100.0));
    EXPECT_EQ(ramp.extremes(1h), std::pair(0.0, 300.0));
    EXPECT_EQ(steps().extremes(15s), std::pair(10.0, 50.0));
    EXPECT_EQ(steps().extremes(1h), std::pair(0.0, 50.0));
    EXPECT_EQ(steps().times(3).extremes(1h), std::pair(0.0, 150.0));
    EXPECT_DOUBLE_EQ(ramp.times(0.5).expected(300s), ramp.expected(300s) / 2);
}

TEST(ReplayedArrivals, AreThoseRecorded) {
    const std::vector<Arrival> recorded{{500ms, 0, 0}, {750ms, 0, 1}, {750ms, 0, 0}, {2s}};
    ReplayedArrivals process(recorded);
    RandomStream random = stream();
    for (const Arrival& arrival : recorded) {
        EXPECT_EQ(process.next(random), arrival);
    }
    EXPECT_EQ(process.next(random), std::nullopt);
}

} // namespace

} // namespace meshcast
