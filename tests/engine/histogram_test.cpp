#include "engine/distribution.h"
#include "engine/histogram.h"
#include "engine/random.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

namespace meshcast {
namespace {

using namespace std::chrono_literals;

TEST(LatencyHistogram, IsZeroWhenEmpty) {
    const LatencyHistogram histogram;
    EXPECT_EQ(histogram.count(), 0);
    EXPECT_EQ(histogram.mean(), 0ns);
    EXPECT_EQ(histogram.min(), 0ns);
    EXPECT_EQ(histogram.max(), 0ns);
    EXPECT_EQ(histogram.quantile(0.5), 0ns);
    EXPECT_EQ(histogram.sum_seconds(), 0);
    EXPECT_EQ(histogram.count_at_most(1s), 0);
    histogram.for_each_bucket([](Duration, Duration, std::uint64_t) { FAIL(); });
}

TEST(LatencyHistogram, KeepsExactCountSumAndExtremes) {
    LatencyHistogram histogram;
    histogram.record(1ms);
    histogram.record(4ms, 2);
    histogram.record(0ns);
    histogram.record(7ms, 0);
    EXPECT_EQ(histogram.count(), 4);
    EXPECT_EQ(histogram.mean(), 2250us);
    EXPECT_DOUBLE_EQ(histogram.sum_seconds(), 0.009);
    EXPECT_EQ(histogram.min(), 0ns);
    EXPECT_EQ(histogram.max(), 4ms);
}

TEST(LatencyHistogram, CountsNegativeAsZero) {
    LatencyHistogram histogram;
    histogram.record(-5ms);
    EXPECT_EQ(histogram.min(), 0ns);
    EXPECT_EQ(histogram.max(), 0ns);
    EXPECT_EQ(histogram.quantile(0.5), 0ns);
}

TEST(LatencyHistogram, SumDoesNotOverflow) {
    LatencyHistogram histogram;
    histogram.record(Duration::max(), 1000);
    EXPECT_EQ(histogram.mean(), Duration::max());
    EXPECT_EQ(histogram.quantile(0.5), Duration::max());
}

TEST(LatencyHistogram, QuantileOfASingleValueIsWithinOnePercentFromOneNanosecondTo2To62) {
    for (int exponent = 0; exponent <= 62; ++exponent) {
        for (const double factor : {1.0, 1.1, 1.37, 1.5, 1.99}) {
            const auto value = std::min(
                std::int64_t{1} << 62, static_cast<std::int64_t>(std::ldexp(factor, std::min(exponent, 61))));
            LatencyHistogram
                histogram; // neighbours on both sides, so that clamping to min and max does not help
            histogram.record(Duration{0});
            histogram.record(Duration{value});
            histogram.record(Duration::max());
            const auto found = static_cast<double>(histogram.quantile(0.5).count());
            ASSERT_NEAR(found, static_cast<double>(value), 0.01 * static_cast<double>(value)) << value;
        }
    }
}

/// What the histogram is compared with: all values, sorted.
void expect_quantiles_of(const LatencyHistogram& histogram, const std::vector<Duration>& sorted) {
    for (const double q : {0.0001, 0.001, 0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99, 0.999, 0.9999}) {
        const auto rank = static_cast<std::size_t>(std::ceil(q * static_cast<double>(sorted.size())));
        const auto exact = static_cast<double>(sorted[rank - 1].count());
        EXPECT_NEAR(static_cast<double>(histogram.quantile(q).count()), exact, 0.01 * exact) << q;
    }
    EXPECT_EQ(histogram.quantile(0), sorted.front());
    EXPECT_EQ(histogram.quantile(1), sorted.back());
    EXPECT_EQ(histogram.quantile(std::nan("")), sorted.front());
}

/// Of distributions with one mode and two, bounded and heavy-tailed; in one histogram, and in shards such as
/// worker threads fill, merged in several orders.
TEST(LatencyHistogram, QuantilesAreWithinOnePercentOfTheSortedHoweverItWasMerged) {
    constexpr std::size_t kShards = 8;
    const std::vector<Distribution> shapes{
        Distribution::exponential(3ms),
        Distribution::uniform(200us, 90ms),
        Distribution::lognormal_percentiles(1ms, 0.99, 1s),
        Distribution::empirical({{0.0, 50us}, {0.9, 60us}, {0.901, 2s}, {1.0, 3s}}),
    };
    for (const Distribution& shape : shapes) {
        SCOPED_TRACE(shape.description());
        RandomStream random(1, 0, "test", "histogram");
        LatencyHistogram all;
        std::vector<LatencyHistogram> shards(kShards);
        std::vector<Duration> values;
        for (std::size_t i = 0; i < 100'000; ++i) {
            values.push_back(shape.sample(random));
            all.record(values.back());
            shards[i * i % kShards].record(values.back()); // of unequal size
        }
        std::ranges::sort(values);
        expect_quantiles_of(all, values);
        for (int order = 0; order < 5; ++order) {
            LatencyHistogram merged;
            for (std::size_t left = kShards; left > 0; --left) { // Fisher and Yates's shuffle
                std::swap(shards[random.below(left)], shards[left - 1]);
                merged.merge(shards[left - 1]);
            }
            EXPECT_EQ(merged, all);
            expect_quantiles_of(merged, values);
        }
    }
}

TEST(LatencyHistogram, QuantileTakesTheSmallestValueThatEnoughDoNotExceed) {
    LatencyHistogram histogram;
    for (int i = 1; i <= 10; ++i) {
        histogram.record(Duration{i});
    }
    EXPECT_EQ(histogram.quantile(0.5), 5ns);
    EXPECT_EQ(histogram.quantile(0.51), 6ns);
    EXPECT_EQ(histogram.quantile(0.9), 9ns);
}

TEST(LatencyHistogram, BucketsAreContiguousNarrowAndHoldEverything) {
    RandomStream random(1, 0, "test", "buckets");
    LatencyHistogram histogram;
    for (int i = 0; i < 10'000; ++i) {
        histogram.record(Duration{static_cast<std::int64_t>(random.next() >> (1 + random.below(63)))});
    }
    std::uint64_t total = 0;
    Duration previous = 0ns;
    histogram.for_each_bucket([&](Duration lower, Duration upper, std::uint64_t count) {
        EXPECT_GE(lower, previous);
        EXPECT_GT(upper, lower);
        EXPECT_LE(static_cast<double>((upper - lower).count()),
                  std::max(1.0, static_cast<double>(lower.count()) / 128));
        previous = upper;
        total += count;
    });
    EXPECT_EQ(total, histogram.count());
}

TEST(LatencyHistogram, CountsValuesUpToALimit) {
    LatencyHistogram histogram;
    for (int i = 1; i <= 100; ++i) {
        histogram.record(i * 1ms);
    }
    EXPECT_EQ(histogram.count_at_most(50ms), 50);
    EXPECT_EQ(histogram.count_at_most(0ms), 0);
    EXPECT_EQ(histogram.count_at_most(-1ms), 0);
    EXPECT_EQ(histogram.count_at_most(1h), 100);
}

TEST(LatencyHistogram, MergingIsTheSameAsRecordingAllInOne) {
    RandomStream random(1, 0, "test", "merge");
    LatencyHistogram all;
    LatencyHistogram slow;
    LatencyHistogram fast;
    for (int i = 0; i < 10'000; ++i) {
        const bool is_slow = random.bernoulli(0.5);
        const Duration value = random.exponential(is_slow ? Duration{1s} : Duration{1us});
        all.record(value);
        (is_slow ? slow : fast).record(value);
    }
    LatencyHistogram slow_first = slow;
    slow_first.merge(fast);
    LatencyHistogram fast_first = fast;
    fast_first.merge(slow);
    fast_first.merge(LatencyHistogram{});
    EXPECT_EQ(slow_first, all);
    EXPECT_EQ(fast_first, all);
    EXPECT_NE(slow, all);
    EXPECT_NE(fast, slow);
    LatencyHistogram from_empty;
    from_empty.merge(all);
    EXPECT_EQ(from_empty, all);
}

} // namespace
} // namespace meshcast
