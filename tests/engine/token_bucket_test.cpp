#include "engine/token_bucket.h"

#include <gtest/gtest.h>

namespace meshcast {
namespace {

using namespace std::chrono_literals;
using Refill = TokenBucket::Refill;

/// 3 tokens at most, 2 a second. Steady: one each 500 ms, so after three at 0 the fourth is there at 500 ms.
TEST(TokenBucket, SteadilyGivesATokenWheneverItsShareOfTheIntervalHasPassed) {
    TokenBucket bucket(3, 2, 1s);
    EXPECT_EQ(bucket.tokens(kStart), 3);
    EXPECT_TRUE(bucket.take(kStart));
    EXPECT_TRUE(bucket.take(kStart));
    EXPECT_TRUE(bucket.take(kStart));
    EXPECT_FALSE(bucket.take(kStart));
    EXPECT_FALSE(bucket.take(kStart + 499'999'999ns)) << "asking early costs nothing";
    EXPECT_TRUE(bucket.take(kStart + 500ms));
    EXPECT_FALSE(bucket.take(kStart + 999ms));
    EXPECT_TRUE(bucket.take(kStart + 1100ms)); // 100 ms of the next token have passed
    EXPECT_FALSE(bucket.take(kStart + 1499ms));
    EXPECT_TRUE(bucket.take(kStart + 1500ms));
    EXPECT_EQ(bucket.tokens(kStart + 2999ms), 2);
    EXPECT_EQ(bucket.tokens(kStart + 3s), 3);
}

/// The same with a timer: nothing until 1 s, then two.
TEST(TokenBucket, WithATimerGivesAllOfAFillAtTheEndOfItsInterval) {
    TokenBucket bucket(3, 2, 1s, Refill::Timer);
    for (int i = 0; i < 3; ++i) {
        EXPECT_TRUE(bucket.take(kStart + 100ms));
    }
    EXPECT_FALSE(bucket.take(kStart + 999'999'999ns));
    EXPECT_TRUE(bucket.take(kStart + 1s));
    EXPECT_TRUE(bucket.take(kStart + 1s));
    EXPECT_FALSE(bucket.take(kStart + 1s));
    EXPECT_EQ(bucket.tokens(kStart + 1999ms), 0);
    EXPECT_EQ(bucket.tokens(kStart + 2s), 2);
    EXPECT_EQ(bucket.tokens(kStart + 3s), 3) << "never above the maximum";
}

TEST(TokenBucket, CountsFromItsStart) {
    TokenBucket bucket(1, 1, 1s, Refill::Timer, kStart + 300ms);
    EXPECT_TRUE(bucket.take(kStart + 300ms));
    EXPECT_FALSE(bucket.take(kStart + 1299ms));
    EXPECT_TRUE(bucket.take(kStart + 1300ms));
}

TEST(TokenBucket, AFullBucketCollectsNoPartOfAToken) {
    TokenBucket bucket(1, 1, 1s);
    EXPECT_TRUE(bucket.take(kStart + 900ms));
    EXPECT_FALSE(bucket.take(kStart + 1899ms));
    EXPECT_TRUE(bucket.take(kStart + 1900ms));
}

/// 3 tokens a second: the n-th after the first two is there at n x 10^9 / 3 ns, rounded up, and what is above
/// the whole token counts for the next.
TEST(TokenBucket, DoesNotDriftWhereATokenIsNoWholeNumberOfNanoseconds) {
    TokenBucket bucket(2, 3, 1s);
    EXPECT_TRUE(bucket.take(kStart));
    EXPECT_TRUE(bucket.take(kStart));
    for (std::int64_t n = 1; n <= 3000; ++n) {
        const Time due = kStart + Duration{(n * 1'000'000'000 + 2) / 3};
        ASSERT_FALSE(bucket.take(due - 1ns)) << n;
        ASSERT_TRUE(bucket.take(due)) << n;
    }
}

TEST(TokenBucket, SurvivesTheExtremes) {
    TokenBucket never(0, 1, 1s);
    EXPECT_FALSE(never.take(kStart));
    EXPECT_FALSE(never.take(kForever));
    TokenBucket huge(UINT32_MAX, UINT32_MAX, 1ns);
    EXPECT_TRUE(huge.take(kStart));
    EXPECT_EQ(huge.tokens(kForever), UINT32_MAX);
    TokenBucket slow(2, 1, Duration::max());
    EXPECT_TRUE(slow.take(kStart));
    EXPECT_EQ(slow.tokens(kForever - 1ns), 1);
    EXPECT_EQ(slow.tokens(kForever), 2);
}

} // namespace
} // namespace meshcast
