#include "sim/experiment/experiment.h"
#include "tests/sim/scenario_builder.h"

#include <gtest/gtest.h>

namespace meshcast::test {

namespace {

using namespace std::chrono_literals;

/// Requests from outside to one service, `web`, over a network that takes no time.
class FaultScenario {
  public:
    FaultScenario(std::vector<Step> script, int pods, double rate, Duration duration) {
        builder_.workload("web", std::move(script), pods).poisson("web", rate).duration(duration, Duration{});
        builder_.plane(no_mesh());
        Network& network = scenario().network;
        for (Distribution* latency : {&network.same_pod, &network.same_node, &network.same_zone,
                                      &network.cross_zone, &network.outside}) {
            *latency = Distribution::constant(Duration{});
        }
        scenario().traffic.front().keep_alive = false;
        // 100 ms from a change until everybody knows.
        scenario().planes.front().control = {
            .watch = 50ms, .debounce = {}, .longest_debounce = 1s, .push = 50ms};
    }

    Scenario& scenario() { return builder_.scenario(); }

    PodStart& start() { return scenario().behaviors.front().start; }

    FaultScenario& add(Duration at, std::optional<Duration> lasts, TimedFault::What what) {
        scenario().faults.push_back({.at = at, .lasts = lasts, .what = std::move(what)});
        return *this;
    }

    /// A caller with a sidecar instead of clients outside.
    FaultScenario& with_sidecars() {
        builder_.workload("front", {call("web")});
        scenario().traffic.front().to = "front";
        const ControlPlane control = scenario().planes.front().control;
        scenario().planes = {simple_sidecars(Duration{})};
        scenario().planes.front().control = control;
        return *this;
    }

    RequestStats run() {
        return simulate(scenario(), scenario().planes.front(), 0).services.at("default/web");
    }

  private:
    ScenarioBuilder builder_;
};

double number_of(const RequestStats& stats, const std::string& outcome) {
    const auto found = stats.outcomes.find(outcome);
    return found == stats.outcomes.end() ? 0 : static_cast<double>(found->second);
}

double total(const RequestStats& stats) {
    return static_cast<double>(stats.requests);
}

KillPods kill(int pods, bool graceful = false) {
    KillPods fault;
    fault.workload = "web";
    fault.count = pods;
    fault.graceful = graceful;
    return fault;
}

TEST(Faults, AKilledPodGetsRequestsUntilEverybodyKnows) {
    FaultScenario model({}, 2, 1000, 60s);
    model.add(10s, 20s, kill(1));
    const RequestStats stats = model.run();
    EXPECT_NEAR(number_of(stats, "refused"), 1000 * 0.1 / 2, 25); // half of them, for 100 ms
    EXPECT_EQ(number_of(stats, "refused") + number_of(stats, "200"), total(stats));
}

TEST(Faults, WithoutAControlPlaneNobodyEverKnows) {
    FaultScenario model({}, 2, 1000, 60s);
    model.add(10s, 20s, kill(1)).add(5s, 15s, StopControlPlane{});
    // From 10 s to 20 s, and 100 ms.
    EXPECT_NEAR(number_of(model.run(), "refused"), 1000 * 10.1 / 2, 250);
}

TEST(Faults, WhatAKilledPodWorksOnIsLost) {
    FaultScenario direct({wait(Distribution::constant(1s))}, 1, 100, 30s);
    direct.add(10s, std::nullopt, kill(1));
    direct.start().takes = Duration{};
    EXPECT_NEAR(number_of(direct.run(), "reset"), 100, 35);

    FaultScenario proxied({wait(Distribution::constant(1s))}, 1, 100, 30s);
    proxied.with_sidecars().add(10s, std::nullopt, kill(1));
    proxied.start().takes = Duration{};
    EXPECT_NEAR(number_of(proxied.run(), "503 UC"), 100, 35);
}

TEST(Faults, APodThatLingersUntilEverybodyKnowsLosesNothing) {
    FaultScenario model({wait(Distribution::constant(50ms))}, 2, 1000, 30s);
    model.add(10s, 10s, kill(1, true));
    EXPECT_GT(number_of(model.run(), "refused"), 20); // it closes at once, others know 100 ms later
    model.start().pre_stop = 200ms;
    const RequestStats stats = model.run();
    EXPECT_EQ(number_of(stats, "200"), total(stats));
}

TEST(Faults, ProxiesAnswerForThoseTheyCannotReach) {
    FaultScenario model({}, 2, 1000, 30s);
    model.with_sidecars().add(10s, 10s, kill(1)).add(5s, 10s, StopControlPlane{});
    EXPECT_NEAR(number_of(model.run(), "503 UF"), 1000 * 5.1 / 2, 50); // in turn, so nearly exactly half
}

TEST(Faults, CrashLoopsBackOff) {
    FaultScenario model({}, 1, 100, 100s);
    model.start().takes = 2s;
    CrashLoop loop;
    loop.workload = "web";
    loop.lives = 3s;
    model.add(10s, 90s, loop);
    // Away from 10 to 22, 25 to 47 and 50 to 92 s; the kubelet looks a second later and 100 ms pass until a
    // pod that is not ready gets no more requests, and as long until one that is gets the first.
    const RequestStats stats = model.run();
    EXPECT_NEAR(number_of(stats, "200") / total(stats), (10 + 3 * 2.9) / 100, 0.03);
}

TEST(Faults, SlowPodsTakeLonger) {
    FaultScenario model({compute(Distribution::constant(1ms))}, 1, 10, 1000s);
    SlowDown slow;
    slow.workload = "web";
    slow.factor = 3;
    slow.latency = 5ms;
    model.add(500s, std::nullopt, slow);
    EXPECT_NEAR(to_seconds(model.run().latency.mean()), (1e-3 + 8e-3) / 2, 0.3e-3);
}

TEST(Faults, FailingPodsFailTheirShare) {
    FaultScenario model({}, 2, 1000, 100s);
    FailRequests errors;
    errors.workload = "web";
    errors.share = 0.2;
    errors.count = 1;
    errors.status = 500;
    model.add(50s, 50s, errors);
    EXPECT_NEAR(number_of(model.run(), "500") / 100e3, 0.2 / 4, 0.003);
}

TEST(Faults, LatencyIsAddedToEachWay) {
    FaultScenario model({}, 1, 100, 100s);
    model.with_sidecars().add(0s, std::nullopt, DisturbNetwork{.to = {.workload = "web"}, .latency = 10ms});
    EXPECT_NEAR(to_seconds(model.run().latency.quantile(0.5)), 20e-3, 1e-3);
}

TEST(Faults, LostMessagesAreSentAgain) {
    FaultScenario model({}, 1, 1000, 100s);
    model.with_sidecars().add(0s, std::nullopt, DisturbNetwork{.to = {.workload = "web"}, .loss = 0.01});
    // 200 ms (p + 2 p^2 + 4 p^3 + ...), there and back.
    EXPECT_NEAR(to_seconds(model.run().latency.mean()), 2 * 0.2 * 0.01 / (1 - 2 * 0.01), 0.3e-3);
}

TEST(Faults, BandwidthIsWhatIsLeft) {
    FaultScenario model({}, 1, 100, 50s);
    model.with_sidecars().add(0s, std::nullopt,
                              DisturbNetwork{.from = {.workload = "front"}, .bytes_per_second = 1e6});
    // A request and a reply of 1 KiB at 1 MB/s.
    EXPECT_NEAR(to_seconds(model.run().latency.quantile(0.5)), 2 * 1024e-6, 0.1e-3);
}

TEST(Faults, APartitionIsOverForTcpWhenItSendsAgain) {
    FaultScenario model({}, 1, 100, 60s);
    model.with_sidecars().add(10s, 5s, Partition{{.workload = "front"}, {.workload = "web"}});
    const RequestStats stats = model.run();
    EXPECT_EQ(number_of(stats, "200"), total(stats));
    // Sent again after 0.2, 0.6, 1.4, 3.0 and 6.2 s.
    EXPECT_LT(to_seconds(stats.latency.max()), 6.3);
    EXPECT_GT(to_seconds(stats.latency.max()), 6.1);
}

TEST(Faults, WhatNeverGetsOutOfTheClusterIsGivenUp) {
    FaultScenario model({}, 1, 0.5, 1200s);
    model.with_sidecars();
    model.scenario().traffic.front().from = "front";
    model.scenario().traffic.front().to = "web";
    Service& outside = model.scenario().topology.services.front(); // web, with no pods of its own
    outside.selector.clear();
    model.add(10s, std::nullopt, Partition{{.workload = "front"}, {.outside = true}});
    const RequestStats stats = model.run();
    EXPECT_GT(number_of(stats, "503 UC"), 50); // those of the first minutes, when TCP has given up
    EXPECT_NEAR(to_seconds(stats.latency.max()), 924, 1);
}

TEST(Faults, NobodyRefusesOnALostMachine) {
    FaultScenario model({}, 2, 10, 200s);
    model.scenario().topology.nodes.resize(2);
    model.scenario().topology.nodes[0].metadata.name = "node-1";
    model.scenario().topology.nodes[1].metadata.name = "node-2";
    model.scenario().topology.nodes[1].zone = "zone-b";
    LoseNodes lost;
    lost.zone = "zone-b";
    model.add(20s, 100s, lost);
    const RequestStats stats = model.run();
    // Half of the requests of 50 s, until Kubernetes takes the machine for lost.
    EXPECT_NEAR(number_of(stats, "refused"), 10 * 50.1 / 2, 50);
    EXPECT_EQ(number_of(stats, "refused") + number_of(stats, "200"), total(stats));
    EXPECT_NEAR(to_seconds(stats.latency.max()), 10, 0.1); // the time allowed for connecting
}

TEST(Faults, BusyCoresAreShared) {
    FaultScenario model({compute(Distribution::constant(8ms))}, 1, 1, 1000s);
    model.scenario().topology.nodes.resize(1);
    model.scenario().topology.nodes[0].metadata.name = "node-1";
    model.scenario().topology.nodes[0].cpu = MilliCpu{1000};
    model.add(0s, std::nullopt, StressCpu{.where = {}, .cores = 1});
    // Every slice of 4 ms is followed by one of the other's, and before the first half a slice is left.
    EXPECT_NEAR(to_seconds(model.run().latency.mean()), 2e-3 + 4e-3 + 4e-3 + 4e-3, 0.5e-3);
}

TEST(Faults, NamesThatAreNotFound) {
    FaultScenario model({}, 1, 1000, 20s);
    model.add(10s, 5s, FailDns{.share = 0.3, .takes = 2s});
    const RequestStats stats = model.run();
    EXPECT_NEAR(number_of(stats, "dns"), 1000 * 5 * 0.3, 120);
    EXPECT_NEAR(to_seconds(stats.latency.max()), 2, 0.01);
    model.scenario().traffic.front().keep_alive = true; // who has a connection does not ask
    EXPECT_LT(number_of(model.run(), "dns"), 20);
}

TEST(Faults, SurgesMultiplyTheRate) {
    FaultScenario model({}, 1, 100, 100s);
    model.add(20s, 20s, Surge{.traffic = "clients", .factor = 4});
    EXPECT_NEAR(total(model.run()), 100 * 80 + 400 * 20, 400);
}

TEST(Faults, NewPodsAreCold) {
    FaultScenario model({compute(Distribution::constant(1ms))}, 1, 100, 210s);
    model.start() = {.takes = 5s, .cold = 5, .warms = 100s};
    model.add(0s, std::nullopt, kill(1));
    // From 5 ms down to 1 ms over 100 s, and then 1 ms for as long.
    const RequestStats stats = model.run();
    const double served = number_of(stats, "200");
    EXPECT_NEAR(stats.latency.sum_seconds() / served, (3e-3 * 100 + 1e-3 * 105) / 205, 0.15e-3);
}

TEST(Faults, EveryNanosecondIsInTheBreakdown) {
    FaultScenario model({wait(Distribution::constant(20ms))}, 3, 200, 60s);
    model.with_sidecars();
    model.add(5s, 5s, kill(1))
        .add(12s, 5s, DisturbNetwork{.to = {.workload = "web"}, .latency = 1ms, .loss = 0.05})
        .add(20s, 5s, Partition{{.workload = "front"}, {.workload = "web"}})
        .add(30s, 5s, FailDns{});
    const ReplicationResult result = simulate(model.scenario(), model.scenario().planes.front(), 0);
    double parts = 0;
    for (const double seconds : result.total.breakdown_seconds) {
        parts += seconds;
    }
    EXPECT_NEAR(parts, result.total.latency.sum_seconds(), 1e-6);
}

TEST(Faults, TheSameSeedGivesTheSameRun) {
    FaultScenario model({wait(Distribution::constant(20ms))}, 3, 200, 30s);
    model.with_sidecars().add(5s, 5s, kill(2)).add(12s, 5s, DisturbNetwork{.loss = 0.05});
    const auto fingerprint = [&] {
        return simulate(model.scenario(), model.scenario().planes.front(), 0).fingerprint;
    };
    EXPECT_EQ(fingerprint(), fingerprint());
}

} // namespace

} // namespace meshcast::test
