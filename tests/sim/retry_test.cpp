#include "tests/sim/policy_scenario.h"

#include <gtest/gtest.h>

#include <cmath>

namespace meshcast::test {

namespace {

using namespace std::chrono_literals;

const std::vector<Step> kWorks = {wait(Distribution::constant(1ms))};
const std::vector<Step> kFails = {wait(Distribution::constant(1ms)), fail(1, 503)};

RetryPolicy retries(int attempts) {
    return RetryPolicy{.attempts = attempts, .retry_on = {"5xx"}};
}

void balance(PolicyScenario& model, SimpleBalancer balancer) {
    model.policy().load_balancing.emplace().simple = balancer;
}

TEST(PreviousHosts, OneRetryFindsTheOtherOfTwoPods) {
    PolicyScenario model({1, kWorks}, {1, kFails}, 200, 100s);
    model.rule().retries = retries(1);
    balance(model, SimpleBalancer::RoundRobin);
    EXPECT_EQ(share_of(model.calls(), "200"), 1);
}

TEST(PreviousHosts, TwoRetriesFindTheThirdPod) {
    PolicyScenario model({1, kWorks}, {2, kFails}, 200, 100s);
    model.rule().retries = retries(2);
    balance(model, SimpleBalancer::RoundRobin);
    EXPECT_EQ(share_of(model.calls(), "200"), 1);
}

TEST(PreviousHosts, AreAvoidedInAsManyChoicesAsIstioAllows) {
    PolicyScenario model({2, kWorks}, {1, kFails}, 1000, 200s);
    model.rule().retries = retries(1);
    balance(model, SimpleBalancer::Random);
    // The first choice and six that may find the same pod again.
    EXPECT_NEAR(share_of(model.calls(), "503 URX"), std::pow(1 / 3.0, 7), 2e-4);
    model.rule().retries->other_hosts = false;
    EXPECT_NEAR(share_of(model.calls(), "503 URX"), std::pow(1 / 3.0, 2), 3e-3);
}

TEST(PreviousHosts, AreTriedAgainWhereThereAreNoOthers) {
    PolicyScenario model({2, kFails}, {}, 100, 100s);
    model.rule().retries = retries(3);
    const RequestStats calls = model.calls();
    EXPECT_EQ(share_of(calls, "503 URX"), 1);
    // Four tries and back-off of 12.5, 37.5 and 87.5 ms on average.
    EXPECT_NEAR(to_seconds(calls.latency.mean()), 4e-3 + 137.5e-3, 2e-3);
}

TEST(PreviousHosts, AreThoseOfTriesGivenUpToo) {
    PolicyScenario model({1, kWorks}, {1, {wait(Distribution::constant(1s))}}, 100, 100s);
    model.rule().retries = retries(1);
    model.rule().retries->per_try_timeout = Duration(10ms);
    balance(model, SimpleBalancer::RoundRobin);
    EXPECT_EQ(share_of(model.calls(), "200"), 1);
}

} // namespace

} // namespace meshcast::test
