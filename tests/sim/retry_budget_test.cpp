#include "sim/proxy/circuit_breakers.h"
#include "sim/proxy/retry_allowance.h"
#include "tests/sim/policy_scenario.h"

#include <gtest/gtest.h>

namespace meshcast::test {

namespace {

using namespace std::chrono_literals;

RetryPolicy quick_retries(int attempts) {
    return RetryPolicy{.attempts = attempts, .retry_on = {"5xx"}, .backoff = Duration(1us)};
}

/// Each try burns 1 ms at the pod, 100 ms in all, and fails.
const std::vector<Step> kBusyFailure = {compute(Distribution::constant(1ms)),
                                        wait(Distribution::constant(99ms)), fail(1, 503)};

double tries_a_request(PolicyScenario& model) {
    const ReplicationResult result = model.run();
    const double tries = result.workloads.at("default/back").vcpu / 1e-3 * to_seconds(result.simulated);
    return tries / static_cast<double>(result.services.at("default/back").requests);
}

int withdrawals(RetryAllowance& allowance, Duration at) {
    int count = 0;
    while (allowance.withdraw(kStart + at)) {
        ++count;
    }
    return count;
}

TEST(ConcurrentRetryBudget, IsAShareOfActiveAndPendingRequests) {
    const PoolLimits limits;
    CircuitBreakers breakers(limits, ConcurrentRetryBudget{.percent = 25, .min_retry_concurrency = 1});
    std::vector<CircuitBreakers::Slot> slots;
    const CircuitBreakers::Slot first = breakers.retry();
    EXPECT_TRUE(first) << "the minimum";
    EXPECT_FALSE(breakers.retry());
    for (int i = 0; i < 7; ++i) {
        slots.push_back(i % 2 == 0 ? breakers.request() : breakers.pending());
    }
    EXPECT_FALSE(breakers.retry()) << "25 % of 7 is one";
    slots.push_back(breakers.request());
    const CircuitBreakers::Slot second = breakers.retry();
    EXPECT_TRUE(second);
    EXPECT_FALSE(breakers.retry());
}

TEST(ConcurrentRetryBudget, ReplacesTheLimitOfRetries) {
    PoolLimits limits;
    limits.max_retries = 0;
    EXPECT_FALSE(CircuitBreakers(limits).retry());
    EXPECT_TRUE(CircuitBreakers(limits, ConcurrentRetryBudget{}).retry());
}

TEST(ConcurrentRetryBudget, IsTheShareOfRetriesWhereEverythingFails) {
    PolicyScenario model({2, kBusyFailure}, {}, 1000, 50s);
    model.rule().retries = quick_retries(1);
    EXPECT_NEAR(tries_a_request(model), 2, 0.01);
    model.policy().retry_budget.emplace().percent = 20;
    // Retries are 20 % of all that is active, themselves included.
    EXPECT_NEAR(tries_a_request(model), 1 / (1 - 0.2), 0.015);
    model.policy().retry_budget->percent = 0;
    model.policy().retry_budget->min_retry_concurrency = 10;
    EXPECT_NEAR(tries_a_request(model), 1 + 10 / 0.1 / 1000, 0.01); // ten at once, of 100 ms each
}

/// Goodput over 200 s, of a service that has capacity for 400 requests a second and is asked for 280, but
/// for five seconds of 800.
double goodput_after_a_spike(const std::optional<ConcurrentRetryBudget>& budget) {
    PolicyScenario model({1, {compute(Distribution::constant(10ms))}}, {}, 280, 200s);
    model.scenario().behaviors.at(1).workers = 4;
    model.scenario().traffic.front().pattern =
        RateCurve({{0s, 280}, {10s, 800}, {15s, 280}}, RateCurve::Between::Hold);
    model.rule().retries = quick_retries(3);
    model.rule().retries->per_try_timeout = Duration(100ms);
    model.policy().retry_budget = budget;
    return share_of(model.calls(), "200");
}

TEST(ConcurrentRetryBudget, KeepsASpikeFromBecomingAStormOfRetries) {
    EXPECT_LT(goodput_after_a_spike(std::nullopt), 0.15); // for ever in overload by its own retries
    EXPECT_GT(goodput_after_a_spike(ConcurrentRetryBudget{}), 0.6);
}

TEST(RetryAllowance, IsARatioOfTheRequestsOfAWindow) {
    RetryAllowance allowance({.ratio = 0.2, .min_per_second = 0, .window = 10s}, kStart);
    EXPECT_EQ(withdrawals(allowance, 0s), 0);
    for (int i = 0; i < 99; ++i) {
        allowance.deposit(kStart + 500ms);
    }
    EXPECT_EQ(withdrawals(allowance, 9s), 19);
    EXPECT_EQ(withdrawals(allowance, 30s), 0);
    for (int i = 0; i < 100; ++i) {
        allowance.deposit(kStart + 30s);
    }
    EXPECT_EQ(withdrawals(allowance, 41s), 0) << "what is older than the window counts no more";
}

TEST(RetryAllowance, HasItsMinimumInEveryWindow) {
    RetryAllowance allowance({.ratio = 0.2, .min_per_second = 3, .window = 10s}, kStart);
    EXPECT_EQ(withdrawals(allowance, 0s), 30);
    EXPECT_EQ(withdrawals(allowance, 9s), 0);
    EXPECT_EQ(withdrawals(allowance, 10s), 30);
}

TEST(RetryAllowance, MayAllowMoreRetriesThanRequests) {
    RetryAllowance allowance({.ratio = 2, .min_per_second = 0, .window = 10s}, kStart);
    allowance.deposit(kStart);
    EXPECT_EQ(withdrawals(allowance, 0s), 2);
}

TEST(RetryAllowance, BoundsTheRetriesOfARoute) {
    PolicyScenario model({2, {compute(Distribution::constant(1ms)), fail(0.5, 503)}}, {}, 1000, 50s);
    model.rule().retries = quick_retries(100);
    EXPECT_NEAR(tries_a_request(model), 2, 0.05);
    model.rule().retries->budget = RetryBudget{.ratio = 0.2, .min_per_second = 0, .window = 10s};
    // Each success, half of all tries, buys a fifth of a retry.
    EXPECT_NEAR(tries_a_request(model), 1 / (1 - 0.5 * 0.2), 0.01);
    // Where everything fails only the minimum is left.
    std::get<Fail>(model.scenario().behaviors.at(1).operations.front().script.back().action).probability = 1;
    model.rule().retries->budget->min_per_second = 50;
    EXPECT_NEAR(tries_a_request(model), 1.05, 0.015);
}

} // namespace

} // namespace meshcast::test
