#include "sim/experiment/experiment.h"
#include "tests/sim/scenario_builder.h"

#include <gmock/gmock.h>

#include <cmath>

namespace meshcast::test {

namespace {

using namespace std::chrono_literals;

/// front calls back once a request; back has two versions, of which v2 fails with that probability.
class TwoVersions {
  public:
    explicit TwoVersions(double v2_fails = 0) {
        builder_.workload("front", {call("back")})
            .workload("back", {wait(Distribution::constant(1ms))}, 2)
            .workload("back-v2", {wait(Distribution::constant(1ms)), fail(v2_fails, 503)}, 2)
            .poisson("front", 1000)
            .plane(simple_sidecars(1us))
            .duration(100s, 0s);
        Scenario& scenario = builder_.scenario();
        scenario.planes.front().dialects = {Dialect::Istio};
        for (Workload& workload : scenario.topology.workloads) {
            if (workload.metadata.name.starts_with("back")) {
                workload.pod.labels = {{"app", "back"},
                                       {"version", workload.metadata.name == "back" ? "v1" : "v2"}};
            }
        }
        DestinationPolicy policy;
        policy.metadata.name = "back";
        policy.host = kBack;
        policy.subsets.push_back({.name = "v1", .labels = {{"version", "v1"}}});
        policy.subsets.push_back({.name = "v2", .labels = {{"version", "v2"}}});
        scenario.routing.policies.push_back(policy);

        Route route;
        route.kind = "VirtualService";
        route.metadata.name = "back";
        route.hosts = {kBack};
        route.attachments.push_back({});
        route.http.emplace_back();
        scenario.routing.routes.push_back(route);
    }

    RouteRule& rule() { return builder_.scenario().routing.routes.front().http.front(); }

    Scenario& scenario() { return builder_.scenario(); }

    void send_to(const std::string& subset, int weight) {
        rule().backends.push_back({.host = kBack, .subset = subset, .weight = weight});
    }

    ReplicationResult result() { return simulate(scenario(), scenario().planes.front(), 0); }

    static constexpr const char* kBack = "back.default.svc.cluster.local";

  private:
    ScenarioBuilder builder_;
};

double share_of(const RequestStats& stats, const std::string& outcome) {
    const auto found = stats.outcomes.find(outcome);
    return found == stats.outcomes.end()
               ? 0
               : static_cast<double>(found->second) / static_cast<double>(stats.requests);
}

TEST(SimulatedRouting, WeightsAreHonouredWithinThreeSigma) {
    TwoVersions model(1); // each request that v2 gets is a failure
    model.rule().retries = RetryPolicy{.attempts = 0};
    model.send_to("v1", 90);
    model.send_to("v2", 10);
    const RequestStats calls = model.result().services.at("default/back");
    ASSERT_GT(calls.requests, 99'000);
    const double sigma = std::sqrt(0.1 * 0.9 / static_cast<double>(calls.requests));
    EXPECT_NEAR(share_of(calls, "503"), 0.1, 3 * sigma);
}

TEST(SimulatedRouting, APlaneThatReadsNoRoutesSpreadsOverAllPods) {
    TwoVersions model(1);
    model.send_to("v1", 1);
    model.scenario().planes.front().dialects = {};
    EXPECT_NEAR(share_of(model.result().services.at("default/back"), "503"), 0.5, 0.005);
}

TEST(SimulatedRouting, RetriesFollowTheGeometricSeries) {
    constexpr double kFails = 0.3;
    TwoVersions model(kFails);
    model.rule().retries = RetryPolicy{.attempts = 2, .retry_on = {"5xx"}};
    model.send_to("v2", 1);
    const ReplicationResult result = model.result();
    EXPECT_NEAR(share_of(result.services.at("default/back"), "503 URX"), std::pow(kFails, 3), 0.0016);
    // Back-off before the first and the second retry: uniform in [0, 25) and [0, 75) ms.
    const double mean = to_seconds(result.services.at("default/back").latency.mean());
    const double tries = 1 + kFails + kFails * kFails;
    EXPECT_NEAR(mean, tries * 1e-3 + kFails * 12.5e-3 + kFails * kFails * 37.5e-3, 1e-4);
}

TEST(SimulatedRouting, OtherFailuresAreNotTriedAgain) {
    TwoVersions model(1);
    model.rule().retries = RetryPolicy{.attempts = 2, .retry_on = {"connect-failure", "retriable-4xx"}};
    model.send_to("v2", 1);
    EXPECT_EQ(share_of(model.result().services.at("default/back"), "503"), 1);
}

TEST(SimulatedRouting, ATimeoutAnswers504AndTheServerWorksOn) {
    TwoVersions model;
    model.scenario().behaviors[1].operations.front().script = {compute(Distribution::constant(3ms))};
    model.scenario().traffic.front().rate = {100};
    model.rule().timeout = 2ms;
    model.rule().retries = RetryPolicy{.attempts = 0};
    model.send_to("v1", 1);
    const ReplicationResult result = model.result();
    const RequestStats& calls = result.services.at("default/back");
    EXPECT_EQ(share_of(calls, "504 UT"), 1);
    EXPECT_LT(calls.latency.max(), 2200us);
    EXPECT_NEAR(result.workloads.at("default/back").vcpu, 100 * 3e-3, 0.02);
}

TEST(SimulatedRouting, ATryThatTakesTooLongIsMadeAgain) {
    TwoVersions model;
    model.scenario().behaviors[1].operations.front().script = {
        wait(Distribution::empirical({{0.8, 1ms}, {0.80001, 1s}}))};
    model.rule().retries =
        RetryPolicy{.attempts = 1, .per_try_timeout = Duration(10ms), .retry_on = {"gateway-error"}};
    model.send_to("v1", 1);
    const RequestStats calls = model.result().services.at("default/back");
    EXPECT_NEAR(share_of(calls, "504 UT"), 0.04, 0.002);
    EXPECT_LT(calls.latency.max(), 50ms);
}

TEST(SimulatedRouting, FaultsDelayAndAbort) {
    TwoVersions model;
    Fault fault;
    fault.abort_share = 0.2;
    fault.abort_status = 418;
    fault.delay_share = 1;
    fault.delay = 5ms;
    model.rule().fault = fault;
    model.send_to("v1", 1);
    const RequestStats calls = model.result().services.at("default/back");
    EXPECT_NEAR(share_of(calls, "418 FI"), 0.2, 0.004);
    EXPECT_NEAR(share_of(calls, "200 DI"), 0.8, 0.004);
    EXPECT_GE(calls.latency.min(), 5ms);
    EXPECT_NEAR(calls.breakdown_seconds[static_cast<std::size_t>(Component::Injected)],
                5e-3 * static_cast<double>(calls.requests), 1e-6);
}

TEST(SimulatedRouting, UnknownSubsetsAndEmptyRulesAnswer503) {
    TwoVersions model;
    model.send_to("v3", 1);
    EXPECT_EQ(share_of(model.result().services.at("default/back"), "503 UH"), 1);
}

TEST(SimulatedRouting, EveryNanosecondIsInTheBreakdown) {
    TwoVersions model(0.3);
    model.rule().retries = RetryPolicy{.attempts = 2, .retry_on = {"5xx"}};
    model.rule().timeout = 40ms;
    model.send_to("v1", 1);
    model.send_to("v2", 1);
    const RequestStats total = model.result().total;
    double parts = 0;
    for (const double part : total.breakdown_seconds) {
        parts += part;
    }
    EXPECT_NEAR(parts, total.latency.sum_seconds(), 1e-6);
}

} // namespace

} // namespace meshcast::test
