#include "scenarios/load.h"
#include "sim/experiment/experiment.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace meshcast {

namespace {

using namespace std::chrono_literals;

/// A shipped scenario under Istio's sidecars, some of its fields changed.
Scenario fault_lesson(const std::string& name, std::vector<std::string> sets = {}) {
    LoadRequest request;
    request.paths = {name};
    request.planes = {"istio-sidecar"};
    request.sets = std::move(sets);
    Loaded loaded = load_scenario(request);
    EXPECT_FALSE(loaded.diagnostics.has_errors()) << name;
    return std::move(loaded.scenario);
}

ReplicationResult first_replication(const Scenario& scenario) {
    return simulate(scenario, scenario.planes.front(), 0);
}

double number_ending(const RequestStats& stats, const std::string& outcome) {
    const auto found = stats.outcomes.find(outcome);
    return found == stats.outcomes.end() ? 0 : static_cast<double>(found->second);
}

double share_failing(const RequestStats& stats) {
    EXPECT_GT(stats.requests, 0);
    return static_cast<double>(stats.failures) / static_cast<double>(stats.requests);
}

Duration p99(const ReplicationResult& result) {
    return result.total.latency.quantile(0.99);
}

/// How long the trouble of retry-storm lasts that decides.
constexpr Duration kTrigger = 10s;

/// What becomes of requests when the trouble, `lasts` long, has been over for half a minute at least.
RequestStats long_after_trouble(Scenario& scenario, Duration lasts, std::uint64_t seed) {
    EXPECT_EQ(scenario.faults.size(), 1);
    scenario.seed = seed;
    TimedFault& trouble = scenario.faults.front();
    trouble.lasts = lasts;
    scenario.warmup = trouble.at + lasts + 30s;
    scenario.duration = *scenario.warmup + 15s;
    return first_replication(scenario).total;
}

TEST(FaultLesson, ATriggerTenPerCentLongerIsOneTooLong) {
    Scenario scenario = fault_lesson("retry-storm");
    for (const std::uint64_t seed : {1U, 2U, 3U}) {
        const RequestStats recovered = long_after_trouble(scenario, kTrigger * 9 / 10, seed);
        EXPECT_EQ(recovered.failures, 0) << "seed " << seed;
        EXPECT_LT(recovered.latency.quantile(0.99), 50ms) << "seed " << seed;
        const RequestStats storm = long_after_trouble(scenario, kTrigger * 11 / 10, seed);
        EXPECT_GT(share_failing(storm), 0.95) << "seed " << seed;
    }
}

TEST(FaultLesson, WithoutRetriesAnOverloadEndsWithItsCause) {
    Scenario scenario = fault_lesson("retry-storm");
    ASSERT_EQ(scenario.routing.routes.size(), 1);
    RouteRule& rule = scenario.routing.routes.front().http.front();
    ASSERT_TRUE(rule.retries.has_value());
    EXPECT_EQ(rule.retries->attempts, 2);
    rule.retries->attempts = 0;
    EXPECT_EQ(long_after_trouble(scenario, kTrigger * 2, 1).failures, 0);
}

TEST(FaultLesson, ARetryBudgetEndsTheStorm) {
    Scenario scenario = fault_lesson("retry-budget");
    for (const std::uint64_t seed : {1U, 2U, 3U}) {
        for (const Duration lasts : {kTrigger * 11 / 10, kTrigger * 2}) {
            const RequestStats recovered = long_after_trouble(scenario, lasts, seed);
            EXPECT_EQ(recovered.failures, 0) << "seed " << seed;
            EXPECT_LT(recovered.latency.quantile(0.99), 50ms) << "seed " << seed;
        }
    }
    // The same in all but the budget.
    ASSERT_EQ(scenario.routing.policies.size(), 1);
    scenario.routing.policies.clear();
    EXPECT_GT(share_failing(long_after_trouble(scenario, kTrigger * 11 / 10, 1)), 0.95);
}

double sent_to_nobody(const Scenario& scenario) {
    const ReplicationResult result = first_replication(scenario);
    const RequestStats& calls = result.services.at("shop/stock");
    EXPECT_EQ(number_ending(calls, "200") + number_ending(calls, "503 UF"),
              static_cast<double>(calls.requests));
    return number_ending(calls, "503 UF");
}

Scenario with_a_control_plane(Scenario scenario) {
    EXPECT_EQ(std::erase_if(scenario.faults,
                            [](const TimedFault& fault) {
                                return std::holds_alternative<StopControlPlane>(fault.what);
                            }),
              1);
    return scenario;
}

TEST(FaultLesson, APodThatStopsAtOnceIsSentRequestsUntilTheNewsIsOut) {
    const Scenario hasty = fault_lesson("stale-endpoints");
    // Half of 400 a second, for 170 ms, three times; and without a control plane once for 4 s more.
    const double at_once = sent_to_nobody(with_a_control_plane(hasty));
    EXPECT_NEAR(at_once, 3 * 0.17 * 200, 50);
    EXPECT_NEAR(sent_to_nobody(hasty) - at_once, 4 * 200, 150);

    const Scenario patient = fault_lesson("stale-endpoints", {"behavior.stock.start.preStop=500ms"});
    EXPECT_EQ(sent_to_nobody(with_a_control_plane(patient)), 0);
    EXPECT_GT(sent_to_nobody(patient), 500) << "nobody hears of it in half a second";
}

TEST(FaultLesson, ARouteToNobodyFailsItsShareUntilTheOldOneIsBack) {
    Scenario scenario = fault_lesson("bad-route");
    ASSERT_EQ(scenario.changes.size(), 2);
    const ReplicationResult result = first_replication(scenario);
    EXPECT_EQ(number_ending(result.services.at("shop/stock"), "503 UH"),
              static_cast<double>(result.total.failures));
    EXPECT_NEAR(static_cast<double>(result.total.failures), 0.33 * 30 * 200, 150)
        << "a third of half a minute";

    // Both routes arrive a debounce and a push later, which a longer debounce shows.
    ControlPlane& control = scenario.planes.front().control;
    control.debounce = 10s;
    scenario.changes.pop_back();
    const ReplicationResult late = first_replication(scenario);
    EXPECT_NEAR(static_cast<double>(late.total.failures), 0.33 * 50 * 200, 200);

    // Nobody hears of it.
    scenario.faults.push_back(TimedFault{.at = 20s, .what = StopControlPlane{}});
    EXPECT_EQ(first_replication(scenario).total.failures, 0);
}

TEST(FaultLesson, APlaneThatReadsNoRouteIsNotHarmedByABadOne) {
    Scenario scenario = fault_lesson("bad-route");
    scenario.planes.front().dialects.clear();
    EXPECT_EQ(first_replication(scenario).total.failures, 0);
}

double busy_cores(const ReplicationResult& result, const std::string& workload) {
    return result.workloads.at(workload).vcpu;
}

TEST(FaultLesson, ALostZoneIsLeftAloneWhereOutliersAreDetected) {
    Scenario scenario = fault_lesson("zone-outage");
    const ReplicationResult failed_over = first_replication(scenario);
    EXPECT_GT(failed_over.total.failures, 0);
    EXPECT_LT(share_failing(failed_over.total), 0.025) << "of a second, out of 85";
    EXPECT_LT(failed_over.total.latency.max(), 1s);
    EXPECT_GT(busy_cores(failed_over, "shop/stock-east"), 2 * busy_cores(failed_over, "shop/stock-west"));

    Scenario unharmed = scenario;
    unharmed.faults.clear();
    EXPECT_EQ(busy_cores(first_replication(unharmed), "shop/stock-east"), 0) << "another region";

    ASSERT_EQ(scenario.routing.policies.size(), 1);
    scenario.routing.policies.clear();
    const ReplicationResult waiting = first_replication(scenario);
    EXPECT_GT(waiting.total.latency.quantile(0.9), 9s) << "the time allowed for a connection is 10 s";
    EXPECT_GT(share_failing(waiting.total), 0.1) << "of 50 seconds, out of 85";
}

TEST(FaultLesson, AColdPodIsSparedAtFirst) {
    Scenario scenario = fault_lesson("cold-pod");
    const ReplicationResult spared = first_replication(scenario);
    EXPECT_EQ(spared.total.failures, 0);
    EXPECT_LT(p99(spared), 60ms);

    ASSERT_EQ(scenario.routing.policies.size(), 1);
    LoadBalancing& balancing = *scenario.routing.policies.front().policy.load_balancing;
    balancing.warmup.reset();
    const ReplicationResult swamped = first_replication(scenario);
    EXPECT_EQ(swamped.total.failures, 0);
    EXPECT_GT(p99(swamped), 1s);

    // Least request sees that a pod is busy, but only once it is.
    balancing.simple = SimpleBalancer::LeastRequest;
    const ReplicationResult watched = first_replication(scenario);
    EXPECT_GT(p99(watched), p99(spared));
    EXPECT_LT(p99(watched), p99(swamped) / 10);
}

TEST(FaultLesson, HedgingCutsTheTailForATenthMoreWork) {
    Scenario scenario = fault_lesson("hedging");
    const ReplicationResult hedged = first_replication(scenario);
    scenario.hedging.clear();
    const ReplicationResult patient = first_replication(scenario);
    const auto median = [](const ReplicationResult& result) { return result.total.latency.quantile(0.5); };
    EXPECT_LT(p99(hedged), p99(patient) / 2);
    EXPECT_LT(median(hedged) - median(patient), 1ms) << "nothing is gained or lost in the middle";
    EXPECT_LT(median(patient) - median(hedged), 1ms);
    const double extra = busy_cores(hedged, "shop/stock") / busy_cores(patient, "shop/stock") - 1;
    EXPECT_GT(extra, 0.04);
    EXPECT_LT(extra, 0.15);
}

TEST(FaultLesson, WhoHasAConnectionAsksNoName) {
    const Scenario scenario = fault_lesson("dns-failure");
    const ReplicationResult result = first_replication(scenario);
    const RequestStats& keeping = result.traffic.at("keep-connections");
    EXPECT_LT(share_failing(keeping), 0.005);
    EXPECT_LT(keeping.latency.quantile(0.99), 20ms);
    const RequestStats& opening = result.traffic.at("open-connections");
    EXPECT_NEAR(number_ending(opening, "dns"), 20 * 100, 200) << "all of 20 seconds";
    EXPECT_EQ(static_cast<double>(opening.failures), number_ending(opening, "dns"));
    EXPECT_GT(opening.latency.quantile(0.9), 4900ms) << "a resolver gives up after 5 s";
}

TEST(FaultLesson, ACanaryFailsBeforeMostUsersMeetIt) {
    Scenario scenario = fault_lesson("canary-rollback");
    for (const std::uint64_t seed : {1U, 2U, 3U}) {
        scenario.seed = seed;
        const ReplicationResult result = first_replication(scenario);
        const RolloutOutcome& outcome = result.rollouts.at(0);
        EXPECT_EQ(outcome.state, RolloutOutcome::State::Failed) << "seed " << seed;
        EXPECT_EQ(outcome.failed_checks, 2) << "seed " << seed;
        // A twentieth of a fifth of 200 a second, for 20 s or a good check more; of 22,000 requests.
        EXPECT_LT(share_failing(result.total), 0.006) << "seed " << seed;
    }
    // The same bug for everybody.
    scenario.rollouts.clear();
    std::vector<Backend>& backends = scenario.routing.routes.front().http.front().backends;
    std::swap(backends.front().weight, backends.back().weight);
    EXPECT_NEAR(share_failing(first_replication(scenario).total), 0.05, 0.01);
}

} // namespace

} // namespace meshcast
