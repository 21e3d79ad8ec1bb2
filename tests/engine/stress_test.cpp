// Meant for the sanitizers: no leak, no use after free; and everywhere: no lost wake-up, nobody woken twice.

#include "engine/random.h"
#include "tests/engine/stress_world.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <vector>

namespace meshcast {
namespace {

class Stress : public testing::TestWithParam<std::uint64_t> {};

TEST_P(Stress, EverybodyWakesUpOnceAndInTurnAndComesToAnEnd) {
    constexpr int kSteps = 100'000;
    std::array<std::uint64_t, 2> fingerprints{};
    for (std::uint64_t& fingerprint : fingerprints) {
        StressWorld world(GetParam(), kSteps);
        world.run(UINT64_MAX);
        EXPECT_GT(world.events(), kSteps);
        world.finish();
        EXPECT_THAT(world.faults(), testing::IsEmpty());
        fingerprint = world.fingerprint();
    }
    EXPECT_EQ(fingerprints[0], fingerprints[1]);
}

TEST_P(Stress, ShutsDownAtAnyInstant) {
    RandomStream random(GetParam(), 0, "stress", "instants");
    std::uint64_t destroyed = 0;
    for (std::uint64_t run = 0; run < 100; ++run) {
        std::vector<Timer> stale;
        {
            StressWorld world(random.next(), 1'000'000);
            world.run(1 + random.below(2000));
            destroyed += static_cast<std::uint64_t>(world.alive());
            world.shut_down();
            ASSERT_THAT(world.faults(), testing::IsEmpty());
            stale = world.stale_timers();
        }
        for (Timer& timer : stale) {
            EXPECT_FALSE(timer.pending());
            timer.cancel();
        }
    }
    EXPECT_GT(destroyed, 100) << "too few processes lived for the test to mean much";
}

INSTANTIATE_TEST_SUITE_P(Seed, Stress, testing::Range<std::uint64_t>(1, 9));

} // namespace
} // namespace meshcast
