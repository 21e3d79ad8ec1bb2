#include "sim/experiment/experiment.h"
#include "tests/sim/scenario_builder.h"

#include <gtest/gtest.h>

namespace meshcast::test {

namespace {

using namespace std::chrono_literals;
using State = RolloutOutcome::State;

/// front calls shop, whose route knows a stable and a canary version.
class RolloutScenario {
  public:
    explicit RolloutScenario(std::vector<Step> canary_script) {
        builder_.workload("front", {call("shop")})
            .workload("shop-v1", {})
            .workload("shop-v2", std::move(canary_script));
        std::vector<Workload>& workloads = scenario().topology.workloads;
        workloads[1].pod.labels = {{"app", "shop"}, {"version", "v1"}};
        workloads[2].pod.labels = {{"app", "shop"}, {"version", "v2"}};
        Service shop = scenario().topology.services.back();
        shop.metadata.name = "shop";
        shop.selector = {{"app", "shop"}};
        scenario().topology.services.push_back(shop);
        Route route;
        route.kind = "VirtualService";
        route.metadata.name = "shop";
        route.hosts = {kShop};
        route.attachments.push_back({});
        RouteRule& rule = route.http.emplace_back();
        rule.retries = RetryPolicy{.attempts = 0};
        rule.backends.push_back({.host = kShop, .subset = "v1", .weight = 100});
        rule.backends.push_back({.host = kShop, .subset = "v2", .weight = 0});
        scenario().routing.routes.push_back(route);
        DestinationPolicy policy;
        policy.metadata.name = "shop";
        policy.host = kShop;
        policy.subsets.push_back({.name = "v1", .labels = {{"version", "v1"}}});
        policy.subsets.push_back({.name = "v2", .labels = {{"version", "v2"}}});
        scenario().routing.policies.push_back(policy);
        builder_.poisson("front", 100).plane(simple_sidecars(Duration{})).duration(300s, Duration{});
        scenario().planes.front().dialects = {Dialect::Istio};
        Rollout& rollout = scenario().rollouts.emplace_back();
        rollout.at = 30s;
        rollout.canary = "shop-v2";
        rollout.interval = 10s;
        rollout.threshold = 2;
        rollout.step_weight = 0.2;
        rollout.max_weight = 0.6;
        rollout.min_success_rate = 0.99;
    }

    Scenario& scenario() { return builder_.scenario(); }

    Rollout& rollout() { return scenario().rollouts.front(); }

    ReplicationResult run() { return simulate(scenario(), scenario().planes.front(), 0); }

  private:
    static constexpr const char* kShop = "shop.default.svc.cluster.local";

    ScenarioBuilder builder_;
};

TEST(Rollout, AGoodCanaryGetsEverything) {
    RolloutScenario model({compute(Distribution::constant(1ms))});
    const ReplicationResult result = model.run();
    const RolloutOutcome& outcome = result.rollouts.at(0);
    EXPECT_EQ(outcome.state, State::Succeeded);
    EXPECT_EQ(outcome.weight, 1);
    EXPECT_NEAR(to_seconds(outcome.ended), 30 + 4 * 10, 1); // 20, 40 and 60 %, and a good check more
    // CPU says who served: 20 % for 10 s, 40 %, 60 %, then all.
    EXPECT_NEAR(result.workloads.at("default/shop-v2").vcpu, 0.1 * (2 + 4 + 6 + 230) / 300, 0.01);
}

TEST(Rollout, ABadCanaryIsRolledBack) {
    RolloutScenario model({fail(1, 500)});
    const ReplicationResult result = model.run();
    const RolloutOutcome& outcome = result.rollouts.at(0);
    EXPECT_EQ(outcome.state, State::Failed);
    EXPECT_EQ(outcome.failed_checks, 2);
    EXPECT_EQ(outcome.weight, 0);
    EXPECT_NEAR(to_seconds(outcome.ended), 30 + 3 * 10, 1);
    // It had a fifth of the traffic for two intervals.
    const RequestStats& calls = result.services.at("default/shop");
    EXPECT_NEAR(static_cast<double>(calls.failures), 100 * 0.2 * 20, 80);
}

TEST(Rollout, ASlowCanaryIsRolledBackToo) {
    RolloutScenario model({wait(Distribution::constant(100ms))});
    model.rollout().max_duration = Duration(50ms);
    EXPECT_EQ(model.run().rollouts.at(0).state, State::Failed);
    model.rollout().max_duration = Duration(150ms);
    EXPECT_EQ(model.run().rollouts.at(0).state, State::Succeeded);
}

TEST(Rollout, FollowsArgosSteps) {
    RolloutScenario model({compute(Distribution::constant(1ms))});
    model.rollout().steps = {{0.5, {}}, {std::nullopt, 60s}, {0.1, {}}, {std::nullopt, 30s}};
    const ReplicationResult result = model.run();
    EXPECT_EQ(result.rollouts.at(0).state, State::Succeeded);
    EXPECT_NEAR(to_seconds(result.rollouts.at(0).ended), 30 + 90, 1);
    EXPECT_NEAR(result.workloads.at("default/shop-v2").vcpu, 0.1 * (0.5 * 60 + 0.1 * 30 + 180) / 300, 0.01);
}

TEST(Rollout, UntilItBeginsTheCanaryGetsNothing) {
    RolloutScenario model({fail(1, 500)});
    model.scenario().routing.routes.front().http.front().backends[1].weight = 50;
    model.rollout().at = 299s;
    EXPECT_EQ(model.run().total.failures, 0);
}

TEST(Rollout, ShiftsNothingWhereNoRouteSplitsTraffic) {
    RolloutScenario model({});
    model.scenario().planes = {no_mesh()};
    EXPECT_EQ(model.run().rollouts.at(0).state, State::NotRouted);
    model.scenario().planes = {simple_sidecars(Duration{})}; // which read the route,
    model.scenario().planes.front().dialects = {Dialect::Istio};
    model.scenario().planes.front().proxies.front().layer = Layer::L4; // and cannot follow it
    EXPECT_EQ(model.run().rollouts.at(0).state, State::NotRouted);
}

} // namespace

} // namespace meshcast::test
