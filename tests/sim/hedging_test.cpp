#include "tests/sim/policy_scenario.h"

#include <gtest/gtest.h>

#include <numeric>

namespace meshcast::test {

namespace {

using namespace std::chrono_literals;

constexpr double kSlow = 0.05; // of the tries take a second, the others a millisecond

PolicyScenario two_points(AppProtocol protocol = AppProtocol::Http1) {
    const Distribution time = Distribution::empirical({{1 - kSlow, 1ms}, {1 - kSlow + 1e-9, 1s}});
    return PolicyScenario({4, {compute(Distribution::constant(100us)), wait(time)}}, {}, 200, 200s, protocol);
}

void hedge(PolicyScenario& model, int attempts) {
    model.scenario().hedging = {{.to = "back", .after = 20ms, .attempts = attempts}};
}

double share_slower_than(const RequestStats& stats, Duration time) {
    std::uint64_t slower = 0;
    for (double p = 0; p < 1; p += 1e-4) { // in steps of a hundredth of a per cent
        slower += stats.latency.quantile(p) > time ? 1 : 0;
    }
    return static_cast<double>(slower) * 1e-4;
}

TEST(Hedging, TheTailIsThatOfTheBestTry) {
    PolicyScenario model = two_points();
    RequestStats calls = model.calls();
    EXPECT_NEAR(share_slower_than(calls, 500ms), kSlow, 0.005);
    EXPECT_GT(calls.latency.quantile(0.99), 900ms);

    hedge(model, 1);
    calls = model.calls();
    EXPECT_EQ(share_of(calls, "200"), 1);
    // Slow only if both tries are; 21 ms where the first is.
    EXPECT_NEAR(share_slower_than(calls, 500ms), kSlow * kSlow, 0.001);
    EXPECT_NEAR(share_slower_than(calls, 15ms), kSlow, 0.005);
    EXPECT_NEAR(to_seconds(calls.latency.quantile(0.99)), 21e-3, 1e-3);

    hedge(model, 2);
    EXPECT_NEAR(share_slower_than(model.calls(), 500ms), kSlow * kSlow * kSlow, 0.0003);
}

TEST(Hedging, CostsATryForEachThatIsSlow) {
    PolicyScenario model = two_points();
    hedge(model, 1);
    const ReplicationResult result = model.run();
    const double tries = result.workloads.at("default/back").vcpu / 100e-6 * 200;
    EXPECT_NEAR(tries / static_cast<double>(result.services.at("default/back").requests), 1 + kSlow, 0.005);
}

TEST(Hedging, IsALibrarysWhereNoProxyRoutes) {
    for (const AppProtocol protocol : {AppProtocol::Http1, AppProtocol::Grpc}) {
        PolicyScenario model = two_points(protocol);
        model.scenario().planes = {no_mesh()};
        hedge(model, 1);
        const RequestStats calls = model.calls();
        EXPECT_NEAR(share_slower_than(calls, 500ms), kSlow * kSlow, 0.001);
        EXPECT_NEAR(to_seconds(calls.latency.quantile(0.99)), 21e-3, 1e-3);
    }
}

TEST(Hedging, AGoodAnswerIsWaitedForAfterABadOne) {
    // The bad pod fails after 30 ms, when the other one has been asked for 10 ms.
    PolicyScenario model({1, {wait(Distribution::constant(50ms))}},
                         {1, {wait(Distribution::constant(30ms)), fail(1, 503)}}, 50, 100s);
    model.rule().retries = RetryPolicy{.attempts = 0};
    hedge(model, 1);
    EXPECT_EQ(share_of(model.calls(), "200"), 1);
}

TEST(Hedging, TimeOutsHoldForAllTriesTogether) {
    PolicyScenario model({2, {wait(Distribution::constant(100ms))}}, {}, 50, 100s);
    model.rule().retries = RetryPolicy{.attempts = 0};
    model.rule().timeout = Duration(50ms);
    hedge(model, 1);
    const RequestStats calls = model.calls();
    EXPECT_EQ(share_of(calls, "504 UT"), 1);
    EXPECT_NEAR(to_seconds(calls.latency.mean()), 50e-3, 1e-3);
}

TEST(Hedging, EveryNanosecondIsInTheBreakdown) {
    PolicyScenario model = two_points();
    hedge(model, 2);
    const RequestStats total = model.run().total;
    const double parts = std::accumulate(total.breakdown_seconds.begin(), total.breakdown_seconds.end(), 0.0);
    EXPECT_NEAR(parts, total.latency.sum_seconds(), 1e-6);
}

} // namespace

} // namespace meshcast::test
