#include "engine/random.h"
#include "engine/statistics.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <vector>

namespace meshcast {
namespace {

using namespace std::chrono_literals;

TEST(StudentT, AgreesWithTheTable) {
    // Mean 3, s^2 = 10 / 4, t(4, 97.5 %) = 2.776445.
    const std::array<double, 5> values{1, 2, 3, 4, 5};
    const Interval interval = student_t_interval(values);
    EXPECT_DOUBLE_EQ(interval.mean, 3);
    EXPECT_NEAR(interval.half_width, 2.776445 * std::sqrt(2.5 / 5), 1e-5);
    EXPECT_DOUBLE_EQ(interval.low(), 3 - interval.half_width);
    EXPECT_DOUBLE_EQ(interval.high(), 3 + interval.half_width);
    // t(4, 99.5 %) = 4.604095.
    EXPECT_NEAR(student_t_interval(values, 0.99).half_width, 4.604095 * std::sqrt(0.5), 1e-5);
}

TEST(StudentT, KnowsNothingFromOneObservation) {
    EXPECT_TRUE(std::isinf(student_t_interval(std::array{7.0}).half_width));
    EXPECT_EQ(student_t_interval(std::array{7.0}).mean, 7);
    EXPECT_TRUE(std::isinf(student_t_interval({}).half_width));
    EXPECT_EQ(student_t_interval({}).mean, 0);
}

TEST(StudentT, CoversTheTruthAsOftenAsItSays) {
    constexpr int kTrials = 4000;
    RandomStream random(1, 0, "test", "coverage");
    int covered = 0;
    for (int trial = 0; trial < kTrials; ++trial) {
        std::array<double, 6> values{};
        for (double& value : values) {
            value = 10 + random.standard_normal();
        }
        const Interval interval = student_t_interval(values);
        covered += interval.low() <= 10 && 10 <= interval.high() ? 1 : 0;
    }
    EXPECT_NEAR(covered / double{kTrials}, 0.95, 4 * std::sqrt(0.95 * 0.05 / kTrials));
}

TEST(BatchMeans, AveragesEqualBatchesAndDropsTheRestAtTheFront) {
    const std::array<double, 7> values{1000, 1, 3, 5, 7, 9, 11}; // batches 1 3, 5 7, 9 11
    const Interval interval = batch_means(values, 3);
    EXPECT_DOUBLE_EQ(interval.mean, 6);
    const std::array<double, 3> means{2, 6, 10};
    EXPECT_DOUBLE_EQ(interval.half_width, student_t_interval(means).half_width);
}

TEST(BatchMeans, KnowsNothingFromTooFewObservations) {
    EXPECT_TRUE(std::isinf(batch_means(std::array{1.0, 2.0}, 3).half_width));
}

TEST(PairedDifference, IsTheIntervalOfTheDifferences) {
    const std::array<double, 3> a{11, 22, 33};
    const std::array<double, 3> b{10, 20, 30};
    const Interval interval = paired_difference(a, b);
    EXPECT_DOUBLE_EQ(interval.mean, 2);
    EXPECT_NEAR(interval.half_width, 4.302653 / std::sqrt(3), 1e-5) << "t(2, 97.5 %) = 4.302653, s = 1";
}

TEST(Mser5, FindsNothingToCutInAStationarySeries) {
    RandomStream random(1, 0, "test", "stationary");
    std::vector<double> values(1000);
    for (double& value : values) {
        value = random.standard_normal();
    }
    EXPECT_LE(mser5_truncation(values), 100);
    EXPECT_EQ(mser5_truncation(std::vector<double>(1000, 3.0)), 0);
}

TEST(Mser5, CutsAnInitialTransient) {
    RandomStream random(1, 0, "test", "transient");
    std::vector<double> values(2000);
    for (std::size_t i = 0; i < values.size(); ++i) {
        values[i] = 10 * std::exp(-static_cast<double>(i) / 50) + random.standard_normal();
    }
    const std::size_t cut = mser5_truncation(values);
    EXPECT_EQ(cut % 5, 0);
    EXPECT_GE(cut, 75);
    EXPECT_LE(cut, 400);
}

TEST(Mser5, AgreesWithTheDefinition) {
    // Batch means 9, 1, 2, 1: the statistics are 45.6875 / 16, (2/3) / 9 and 0.5 / 4 for d = 0, 1, 2.
    std::vector<double> values;
    for (const double mean : {9, 1, 2, 1}) {
        values.insert(values.end(), 5, mean);
    }
    EXPECT_EQ(mser5_truncation(values), 5);
}

TEST(Mser5, NeedsOneBatch) {
    EXPECT_EQ(mser5_truncation({}), 0);
    EXPECT_EQ(mser5_truncation(std::array{1.0, 2.0, 3.0}), 0);
}

TEST(TimeWeighted, AveragesOverTime) {
    TimeWeighted queue;
    queue.set(kStart + 2s, 3);
    queue.set(kStart + 4s, 1);
    EXPECT_DOUBLE_EQ(queue.integral(kStart + 5s), 7);
    EXPECT_DOUBLE_EQ(queue.mean(kStart + 5s), 1.4);
    EXPECT_EQ(queue.max(), 3);
    EXPECT_EQ(queue.value(), 1);
}

TEST(TimeWeighted, StartsWithItsFirstValue) {
    const TimeWeighted replicas(kStart + 10s, 4);
    EXPECT_EQ(replicas.mean(kStart + 10s), 4);
    EXPECT_EQ(replicas.mean(kStart + 20s), 4);
    EXPECT_EQ(replicas.max(), 4);
}

TEST(TimeWeighted, RestartForgetsThePast) {
    TimeWeighted queue;
    queue.set(kStart + 1s, 100);
    queue.set(kStart + 2s, 5);
    queue.restart(kStart + 3s);
    EXPECT_DOUBLE_EQ(queue.mean(kStart + 4s), 5);
    EXPECT_EQ(queue.max(), 5);
}

TEST(WindowedSeries, CollectsPerWindow) {
    WindowedSeries series(1s);
    series.add(kStart + 200ms, 5);
    series.add(kStart + 999ms, -7);
    series.add(kStart + 2s, -3);
    ASSERT_EQ(series.windows().size(), 3);
    EXPECT_EQ(series.windows()[0], (WindowedSeries::Window{2, -2, 5}));
    EXPECT_EQ(series.windows()[1], WindowedSeries::Window{});
    EXPECT_EQ(series.windows()[2], (WindowedSeries::Window{1, -3, -3}));
    EXPECT_DOUBLE_EQ(series.windows()[0].mean(), -1);
    EXPECT_EQ(series.windows()[1].mean(), 0);
    EXPECT_EQ(series.window(), 1s);
}

TEST(WindowedSeries, TakesWhatIsBeforeTheStartIntoTheFirstWindow) {
    WindowedSeries series(1s);
    series.add(kStart - 5s, 1);
    ASSERT_EQ(series.windows().size(), 1);
    EXPECT_EQ(series.windows()[0].count, 1);
}

} // namespace
} // namespace meshcast
