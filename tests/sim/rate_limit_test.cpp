#include "sim/policy/unenforced.h"
#include "sim/proxy/rate_limiter.h"
#include "tests/sim/policy_scenario.h"

#include <gmock/gmock.h>

namespace meshcast::test {

namespace {

using namespace std::chrono_literals;
using Scope = RateLimit::Scope;

RateLimit limit(Scope scope, double rate, int burst) {
    return {.service = "back", .scope = scope, .rate = Rate{rate}, .burst = burst};
}

int admitted_at_once(RateLimiter& limiter, std::uint32_t proxy, Duration at) {
    int count = 0;
    while (limiter.admit(proxy, kStart + at)) {
        ++count;
    }
    return count;
}

/// Requests a second that get through, of 1000.
double admitted(int pods, const RateLimit& limit) {
    PolicyScenario model({pods, {wait(Distribution::constant(1ms))}}, {}, 1000, 100s);
    model.scenario().rate_limits = {limit};
    const RequestStats calls = model.calls();
    EXPECT_EQ(count_of(calls, "200") + count_of(calls, "429 RL"), calls.requests);
    return static_cast<double>(count_of(calls, "200")) / 100;
}

TEST(RateLimiter, LetsABurstThroughAndThenTheRate) {
    RateLimiter limiter(limit(Scope::Local, 10, 5));
    EXPECT_EQ(admitted_at_once(limiter, 1, 0s), 5);
    EXPECT_EQ(admitted_at_once(limiter, 1, 99ms), 0);
    EXPECT_EQ(admitted_at_once(limiter, 1, 100ms), 1);
    EXPECT_EQ(admitted_at_once(limiter, 1, 400ms), 3);
    EXPECT_EQ(admitted_at_once(limiter, 1, 100s), 5);
}

TEST(RateLimiter, IsEachProxysOwnOrOneForAll) {
    RateLimiter local(limit(Scope::Local, 10, 5));
    EXPECT_EQ(admitted_at_once(local, 1, 0s), 5);
    EXPECT_EQ(admitted_at_once(local, 2, 0s), 5);
    EXPECT_EQ(local.latency(), 0s);
    RateLimiter global(limit(Scope::Global, 10, 5));
    EXPECT_EQ(admitted_at_once(global, 1, 0s), 5);
    EXPECT_EQ(admitted_at_once(global, 2, 0s), 0);
    EXPECT_EQ(global.latency(), RateLimit::kAsking);
}

TEST(RateLimits, AdmitTheirRate) {
    EXPECT_NEAR(admitted(1, limit(Scope::Local, 100, 20)), 100, 1);
    EXPECT_NEAR(admitted(1, limit(Scope::Global, 100, 20)), 100, 1);
    EXPECT_NEAR(admitted(1, limit(Scope::Local, 2000, 100)), 1000, 10);
}

TEST(RateLimits, LocalOnesGrowWithThePods) {
    EXPECT_NEAR(admitted(3, limit(Scope::Local, 100, 20)), 300, 3);
    EXPECT_NEAR(admitted(3, limit(Scope::Global, 100, 20)), 100, 1);
}

TEST(RateLimits, EnvoyFiltersLimitThePodsTheySelect) {
    // Two pods of three are called v2.
    PolicyScenario model({1, {wait(Distribution::constant(1ms))}}, {2, {wait(Distribution::constant(1ms))}},
                         900, 100s);
    Scenario& scenario = model.scenario();
    scenario.topology.workloads.back().pod.labels["version"] = "v2";
    scenario.routing.rate_limits.push_back(
        {.metadata = {}, .workload_selector = {{"version", "v2"}}, .limit = limit(Scope::Local, 100, 20)});
    const auto admitted = [&] { return static_cast<double>(count_of(model.calls(), "200")) / 100; };
    EXPECT_NEAR(admitted(), 300 + 2 * 100, 5);
    // Without a selector front's pod is limited, too, so that no more than 100 arrive at back's.
    scenario.routing.rate_limits.front().workload_selector.clear();
    EXPECT_NEAR(admitted(), 100, 2);
    scenario.routing.rate_limits.front().metadata.name_space = "elsewhere";
    EXPECT_NEAR(admitted(), 900, 10);
    scenario.routing.rate_limits.front().metadata.name_space = scenario.routing.root_namespace;
    EXPECT_NEAR(admitted(), 100, 2);
    scenario.planes.front().dialects = {};
    EXPECT_NEAR(admitted(), 900, 10);
}

TEST(RateLimits, GlobalOnesCostACall) {
    PolicyScenario model({1, {wait(Distribution::constant(1ms))}}, {}, 100, 100s);
    const double without = to_seconds(model.calls().latency.mean());
    model.scenario().rate_limits = {limit(Scope::Global, 1000, 1000)};
    model.scenario().rate_limits.front().latency = 3ms;
    EXPECT_NEAR(to_seconds(model.calls().latency.mean()) - without, 3e-3, 1e-5);
}

TEST(RateLimits, RefusalsCountAsFailuresAndSpareTheServer) {
    PolicyScenario model({1, {compute(Distribution::constant(1ms))}}, {}, 500, 100s);
    model.scenario().rate_limits = {limit(Scope::Local, 100, 1)};
    const ReplicationResult result = model.run();
    const RequestStats& calls = result.services.at("default/back");
    EXPECT_EQ(calls.failures, count_of(calls, "429 RL"));
    EXPECT_NEAR(result.workloads.at("default/back").vcpu, static_cast<double>(count_of(calls, "200")) * 1e-5,
                1e-3);
}

TEST(RateLimits, RefusalsAreTriedAgainOnlyIfAskedFor) {
    const auto slept = [](Scope scope, const char* retry_on) {
        PolicyScenario model({1, {wait(Distribution::constant(1ms))}}, {}, 500, 20s);
        model.scenario().rate_limits = {limit(scope, 100, 1)};
        model.rule().retries = RetryPolicy{.attempts = 1, .retry_on = {"5xx", "retriable-4xx", retry_on}};
        return model.calls().breakdown_seconds[static_cast<std::size_t>(Component::Retries)] > 0;
    };
    for (const Scope scope : {Scope::Local, Scope::Global}) {
        EXPECT_FALSE(slept(scope, "gateway-error"));
        EXPECT_FALSE(slept(scope, "429")) << "x-envoy-ratelimited forbids it";
        EXPECT_TRUE(slept(scope, "envoy-ratelimited"));
    }
}

TEST(RateLimits, NobodyEnforcesThemWithoutAProxyOfLayer7) {
    PolicyScenario model({1, {wait(Distribution::constant(1ms))}}, {}, 500, 20s);
    model.scenario().rate_limits = {limit(Scope::Local, 100, 1)};
    model.scenario().planes = {no_mesh()};
    EXPECT_EQ(share_of(model.calls(), "200"), 1);
}

TEST(RateLimits, APlaneThatDoesNotEnforceThemSaysSo) {
    RateLimit back = limit(Scope::Local, 100, 1);
    back.origin = {"shop.yaml", 7, 3};
    EXPECT_THAT(unenforced_protection({}, {back}, simple_sidecars(1us)), testing::IsEmpty());
    EXPECT_THAT(unenforced_protection({}, {back}, no_mesh()),
                testing::ElementsAre("shop.yaml:7: no proxy of none limits the rate of back: none on its "
                                     "side looks into requests"));
    const Hedging hedging{.to = "back", .after = 20ms, .origin = {"shop.yaml", 9, 3}};
    EXPECT_THAT(unenforced_protection({hedging}, {}, simple_sidecars(1us)), testing::IsEmpty());
    EXPECT_THAT(unenforced_protection({hedging}, {}, no_mesh()),
                testing::ElementsAre("shop.yaml:9: no proxy of none routes requests, so those to back are "
                                     "hedged by a library of their callers"));
}

} // namespace

} // namespace meshcast::test
