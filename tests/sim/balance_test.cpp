#include "sim/balance/balancer.h"

#include <gtest/gtest.h>

#include <array>
#include <string>
#include <vector>

using namespace std::chrono_literals;

namespace meshcast {

namespace {

RandomStream stream(std::uint64_t seed) {
    return {seed, 0, "test", "picks"};
}

/// Every policy there is must pass these.
class EveryBalancer : public testing::TestWithParam<BalancerKind> {};

TEST_P(EveryBalancer, PicksOneThereIs) {
    for (std::size_t count = 1; count <= 7; ++count) {
        const auto balancer = GetParam().make(count);
        const std::vector<Candidate> candidates(count);
        RandomStream random = stream(count);
        for (int i = 0; i < 1000; ++i) {
            ASSERT_LT(balancer->pick(candidates, random, kStart + i * 1ms), count);
        }
    }
}

TEST_P(EveryBalancer, SpreadsOverEqualEndpoints) {
    constexpr int kPicks = 60000;
    const auto balancer = GetParam().make(6);
    const std::vector<Candidate> candidates(6);
    RandomStream random = stream(1);
    std::array<int, 6> picked{};
    for (int i = 0; i < kPicks; ++i) {
        const Time now = kStart + i * 1ms;
        const std::size_t chosen = balancer->pick(candidates, random, now);
        ++picked[chosen];
        balancer->finished(chosen, 5ms, true, now);
    }
    for (const int count : picked) {
        // Binomial: 4 standard deviations of 10000 picks are 365.
        EXPECT_NEAR(count, kPicks / 6, 366);
    }
}

TEST_P(EveryBalancer, PicksTheSameForTheSameSeed) {
    const std::vector<Candidate> candidates(5);
    std::array<std::vector<std::size_t>, 2> picks;
    for (auto& sequence : picks) {
        const auto balancer = GetParam().make(5);
        RandomStream random = stream(9);
        for (int i = 0; i < 200; ++i) {
            sequence.push_back(balancer->pick(candidates, random, kStart + i * 1ms));
        }
    }
    EXPECT_EQ(picks[0], picks[1]);
}

INSTANTIATE_TEST_SUITE_P(Policies, EveryBalancer,
                         testing::ValuesIn(balancer_kinds().begin(), balancer_kinds().end()),
                         [](const auto& tested) {
                             std::string name(tested.param.name);
                             std::erase(name, '-');
                             return name;
                         });

TEST(Balancer, UnknownNameIsNoPolicy) {
    EXPECT_EQ(find_balancer("fastest"), nullptr);
    EXPECT_EQ(find_balancer("round-robin")->name, "round-robin");
}

TEST(RoundRobin, TakesTurns) {
    const auto balancer = find_balancer("round-robin")->make(3);
    const std::vector<Candidate> candidates(3);
    RandomStream random = stream(2);
    const std::size_t first = balancer->pick(candidates, random, kStart);
    for (std::size_t i = 1; i < 10; ++i) {
        EXPECT_EQ(balancer->pick(candidates, random, kStart), (first + i) % 3);
    }
}

TEST(LeastRequest, TakesTheLessBusyOfTwo) {
    // With 4 endpoints, one idle: it is among the two drawn (with replacement) with probability 1 - (3/4)^2 =
    // 0.4375.
    const auto balancer = find_balancer("least-request")->make(4);
    const std::vector<Candidate> candidates = {{3}, {3}, {0}, {3}};
    RandomStream random = stream(3);
    int idle = 0;
    for (int i = 0; i < 20000; ++i) {
        idle += balancer->pick(candidates, random, kStart) == 2 ? 1 : 0;
    }
    EXPECT_NEAR(idle / 20000.0, 0.4375, 0.015);
}

TEST(PeakEwma, AvoidsAnEndpointThatWasSlowUntilItIsForgotten) {
    const auto balancer = find_balancer("peak-ewma")->make(2);
    const std::vector<Candidate> candidates(2);
    RandomStream random = stream(4);
    balancer->finished(0, 10ms, true, kStart);
    balancer->finished(1, 200ms, true, kStart); // jumps to the peak at once
    for (int i = 0; i < 100; ++i) {
        EXPECT_EQ(balancer->pick(candidates, random, kStart + 1ms), 0U);
    }
    // Its estimate decays by exp(-t / 10 s) per reply: a fast one after 60 s forgives.
    balancer->finished(1, 5ms, true, kStart + 60s);
    balancer->finished(0, 10ms, true, kStart + 60s);
    for (int i = 0; i < 100; ++i) {
        EXPECT_EQ(balancer->pick(candidates, random, kStart + 60s), 1U);
    }
}

TEST(PeakEwma, WeighsLatencyByLoad) {
    const auto balancer = find_balancer("peak-ewma")->make(2);
    RandomStream random = stream(5);
    balancer->finished(0, 40ms, true, kStart);
    balancer->finished(1, 100ms, true, kStart);
    EXPECT_EQ(balancer->pick(std::vector<Candidate>{{1}, {0}}, random, kStart), 0U); // 40 x 2 < 100 x 1
    EXPECT_EQ(balancer->pick(std::vector<Candidate>{{2}, {0}}, random, kStart), 1U); // 40 x 3 > 100 x 1
}

} // namespace

} // namespace meshcast
