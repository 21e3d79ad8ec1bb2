#include "sim/experiment/experiment.h"
#include "tests/sim/scenario_builder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

using namespace std::chrono_literals;

namespace meshcast {

namespace {

using test::call;
using test::compute;
using test::no_mesh;
using test::parallel;
using test::ScenarioBuilder;
using test::simple_sidecars;

double seconds_in(const RequestStats& stats, Component component) {
    return stats.breakdown_seconds[static_cast<std::size_t>(component)];
}

double seconds_in_all(const RequestStats& stats) {
    double sum = 0;
    for (const double part : stats.breakdown_seconds) {
        sum += part;
    }
    return sum;
}

ReplicationResult simulate_one(const Scenario& scenario) {
    return simulate(scenario, scenario.planes.front(), 0);
}

TEST(Request, TakesTheTimeItsStepsTake) {
    Network network;
    network.outside = Distribution::constant(5ms);
    network.same_node = Distribution::constant(1ms);
    network.bytes_per_second = 1e18;
    ScenarioBuilder builder;
    builder.network(network)
        .workload("front", {compute(Distribution::constant(2ms)), call("back")})
        .workload("back", {test::wait(Distribution::constant(7ms))})
        .poisson("front", 1)
        .plane(no_mesh())
        .duration(1000s, 500s);
    const ReplicationResult result = simulate_one(builder.build());

    // Once connected: 5 ms in, 2 ms of CPU, 1 ms to back, 7 ms there, 1 ms and 5 ms back.
    EXPECT_NEAR(to_milliseconds(result.total.latency.quantile(0.5)), 21.0, 0.2);
    EXPECT_NEAR(seconds_in(result.total, Component::AppCpu) / static_cast<double>(result.total.requests),
                0.002, 1e-9);
    EXPECT_NEAR(seconds_in(result.total, Component::AppWait) / static_cast<double>(result.total.requests),
                0.007, 1e-9);
    EXPECT_EQ(result.services.at("default/back").requests, result.services.at("default/front").requests);
    EXPECT_EQ(result.edges.count({"default/front", "default/back"}), 1U);
    EXPECT_EQ(result.edges.count({"outside", "default/front"}), 1U);
}

TEST(Request, ItsComponentsAddUpToItsLatency) {
    ScenarioBuilder builder;
    builder.network(default_network())
        .workload("front",
                  {compute(Distribution::exponential(3ms)), parallel({call("left"), call("right", 0.5)})}, 2,
                  4)
        .workload("left", {compute(Distribution::exponential(2ms)), call("leaf")}, 1, 2)
        .workload("right", {compute(Distribution::exponential(4ms)), call("leaf")}, 2)
        .workload("leaf", {test::wait(Distribution::exponential(1ms))}, 1, 3)
        .poisson("front", 400)
        .plane(simple_sidecars(300us))
        .duration(60s, 1s);
    builder.scenario().planes[0].mtls = true;
    builder.scenario().planes[0].proxies[0].cost.handshake = 1ms;
    builder.scenario().planes[0].proxies[0].cost.traversal = 20us;
    const ReplicationResult result = simulate_one(builder.build());

    ASSERT_GT(result.total.requests, 20000U);
    EXPECT_NEAR(seconds_in_all(result.total), result.total.latency.sum_seconds(), 1e-6);
    for (const auto& [edge, stats] : result.edges) {
        EXPECT_NEAR(seconds_in_all(stats), stats.latency.sum_seconds(), 1e-6)
            << edge.from << " -> " << edge.to;
    }
}

TEST(Request, ParallelCallsTakeAsLongAsTheSlowest) {
    ScenarioBuilder builder;
    builder.workload("front", {parallel({call("fast"), call("slow")})})
        .workload("fast", {test::wait(Distribution::constant(3ms))})
        .workload("slow", {test::wait(Distribution::constant(11ms))})
        .poisson("front", 100)
        .plane(no_mesh())
        .duration(10s, 0s);
    const ReplicationResult result = simulate_one(builder.build());
    EXPECT_EQ(result.total.latency.min(), 11ms);
    EXPECT_EQ(result.total.latency.max(), 11ms);
}

TEST(Request, PassesTheClientsAndTheServersSidecarBothWays) {
    ScenarioBuilder builder;
    builder.workload("front", {call("back")})
        .workload("back", {})
        .poisson("front", 10)
        .plane(simple_sidecars(1ms, 64))
        .duration(100s, 0s);
    const ReplicationResult result = simulate_one(builder.build());

    // outside -> front's sidecar; front's sidecar -> back's: three passes, each way.
    const auto requests = static_cast<double>(result.total.requests);
    EXPECT_NEAR(seconds_in(result.total, Component::ProxyCpu) / requests, 0.006, 1e-9);
    EXPECT_EQ(result.total.latency.min(), 6ms);
    EXPECT_EQ(result.proxies.at("sidecar").instances, 2);
    EXPECT_NEAR(result.proxies.at("sidecar").vcpu, 10 * 0.006, 0.005);
}

TEST(Request, ToAServiceWithoutPodsFails) {
    ScenarioBuilder builder;
    builder.workload("front", {call("gone")})
        .workload("gone", {}, 0)
        .poisson("front", 100)
        .plane(no_mesh())
        .plane(simple_sidecars(1us))
        .duration(10s, 0s);
    const Scenario& scenario = builder.build();
    const ReplicationResult plain = simulate(scenario, scenario.planes[0], 0);
    EXPECT_EQ(plain.total.failures, plain.total.requests);
    EXPECT_EQ(plain.edges.at({"default/front", "default/gone"}).outcomes.begin()->first, "refused");
    const ReplicationResult meshed = simulate(scenario, scenario.planes[1], 0);
    EXPECT_EQ(meshed.edges.at({"default/front", "default/gone"}).outcomes.begin()->first, "503 UH");
    EXPECT_EQ(meshed.total.outcomes.begin()->first, "500");
}

TEST(Request, ToAShortNameMeansTheServiceOfTheSendersNamespace) {
    ScenarioBuilder builder;
    builder.workload("front", {}).workload("sender", {}).duration(5s, 0s).plane(no_mesh());
    Topology& topology = builder.scenario().topology;
    for (Workload workload : std::vector(topology.workloads)) {
        workload.metadata.name_space = "shop-in-a-long-namespace";
        topology.workloads.push_back(workload);
    }
    for (Service service : std::vector(topology.services)) {
        service.metadata.name_space = "shop-in-a-long-namespace";
        topology.services.push_back(service);
    }
    Traffic inside;
    inside.name = "inside";
    inside.from = "shop-in-a-long-namespace/sender";
    inside.to = "front";
    Traffic outside;
    outside.name = "outside";
    outside.to = "front";
    builder.traffic(inside).traffic(outside);
    builder.scenario().behaviors.clear();
    const ReplicationResult result = simulate_one(builder.build());
    EXPECT_EQ(result.edges.count({"shop-in-a-long-namespace/sender", "shop-in-a-long-namespace/front"}), 1U);
    EXPECT_EQ(result.edges.count({"outside", "default/front"}), 1U);
}

TEST(Findings, SayWhatAPlaneForGrpcOnlyLeavesOut) {
    ScenarioBuilder builder;
    builder.workload("front", {call("back")})
        .workload("back", {}, 1, 0, AppProtocol::Grpc)
        .poisson("front", 100)
        .plane(simple_sidecars(1us))
        .duration(10s, 0s);
    builder.scenario().planes[0].grpc_only = true;
    const RunResult run = run_experiment(builder.build(), {});
    EXPECT_THAT(run.planes[0].findings, testing::Contains(testing::StartsWith("1 of 2 called services")));
}

TEST(Findings, NameASaturatedProxy) {
    ScenarioBuilder builder;
    builder.workload("front", {}).poisson("front", 950).plane(simple_sidecars(1ms, 2)).duration(20s, 0s);
    const RunResult run = run_experiment(builder.build(), {});
    EXPECT_THAT(run.planes[0].findings, testing::Contains(testing::HasSubstr("The busiest sidecar")));
}

TEST(Doubts, SayThatTheLoadExceedsCapacity) {
    ScenarioBuilder builder;
    builder.workload("front", {compute(Distribution::constant(10ms))}, 1, 1)
        .poisson("front", 150) // of 100 that it can serve
        .plane(no_mesh())
        .duration(60s, 0s, 2);
    const RunResult run = run_experiment(builder.build(), {});
    EXPECT_THAT(run.planes[0].doubts, testing::Contains(testing::HasSubstr("offered load exceeds capacity")));
    EXPECT_NEAR(run.planes[0].pooled.queue_growth, 50, 5);
    EXPECT_NEAR(run.planes[0].goodput.value, 100, 2);
}

TEST(Request, DoesTheSameWorkUnderEveryPlane) {
    ScenarioBuilder builder;
    builder.workload("front", {compute(Distribution::exponential(1ms)), call("back", 0.3)}, 3)
        .workload("back", {compute(Distribution::exponential(1ms))}, 2)
        .poisson("front", 200)
        .plane(no_mesh())
        .plane(simple_sidecars(100us))
        .duration(20s, 0s);
    const Scenario& scenario = builder.build();
    const ReplicationResult plain = simulate(scenario, scenario.planes[0], 0);
    const ReplicationResult meshed = simulate(scenario, scenario.planes[1], 0);
    // A few requests are in flight at the end, not the same ones.
    EXPECT_NEAR(static_cast<double>(plain.total.requests), static_cast<double>(meshed.total.requests), 5);
    EXPECT_NEAR(seconds_in(plain.total, Component::AppCpu), seconds_in(meshed.total, Component::AppCpu),
                0.03);
}

TEST(Request, OfARunRepeatedGivesTheSameBytes) {
    ScenarioBuilder builder;
    builder.network(default_network())
        .workload("front", {compute(Distribution::exponential(1ms)), call("back")}, 3)
        .workload("back", {compute(Distribution::exponential(1ms))}, 2)
        .poisson("front", 200)
        .plane(simple_sidecars(100us))
        .duration(20s, 2s, 4);
    const Scenario& scenario = builder.build();
    ExperimentOptions sequential;
    ExperimentOptions threaded;
    threaded.jobs = 4;
    const RunResult one = run_experiment(scenario, sequential);
    const RunResult other = run_experiment(scenario, threaded);
    ASSERT_EQ(one.planes[0].replications.size(), 4U);
    for (std::size_t i = 0; i < 4; ++i) {
        EXPECT_EQ(one.planes[0].replications[i].fingerprint, other.planes[0].replications[i].fingerprint);
        EXPECT_EQ(one.planes[0].replications[i].total.latency, other.planes[0].replications[i].total.latency);
    }
    EXPECT_NE(one.planes[0].replications[0].fingerprint, one.planes[0].replications[1].fingerprint);
    EXPECT_EQ(simulate(scenario, scenario.planes[0], 2).fingerprint,
              one.planes[0].replications[2].fingerprint);
}

TEST(Request, StreamsOfOneServiceDoNotDependOnAnother) {
    Network jittery;
    jittery.same_node = jittery.outside = Distribution::exponential(100us);
    for (const DataPlane& plane : {no_mesh(), simple_sidecars(20us)}) {
        const auto build = [&](bool with_other) {
            ScenarioBuilder builder;
            const std::vector<Step> work{compute(Distribution::exponential(1ms))};
            builder.workload("front", {work.front(), call("back")}, 3, 1).workload("back", work, 3, 1);
            builder.poisson("front", 900);
            if (with_other) {
                Traffic traffic;
                traffic.name = "others";
                traffic.to = "other";
                traffic.rate = {900};
                builder.workload("other", work, 3, 1).traffic(traffic);
            }
            builder.plane(plane).network(jittery).duration(20s, 0s);
            return builder.build();
        };
        const ReplicationResult alone = simulate_one(build(false));
        const ReplicationResult together = simulate_one(build(true));
        EXPECT_EQ(alone.services.at("default/front").latency, together.services.at("default/front").latency);
        EXPECT_EQ(alone.services.at("default/back").latency, together.services.at("default/back").latency);
    }
}

/// Three M/M/4 services in tandem at utilisation 0.8: mean time in system 3 (1 + C(4, 3.2) / (4 - 3.2))
/// service times with Erlang's C(4, 3.2) = 0.5964, hence 5.2366. Kleinrock, Queueing Systems I, 1975, and
/// Burke's theorem.
TEST(Request, AChainOfThreeQueuesAgreesWithTheory) {
    ScenarioBuilder builder;
    builder.workload("a", {compute(Distribution::exponential(1ms))}, 1, 4)
        .workload("gate", {call("a"), call("b"), call("c")})
        .workload("b", {compute(Distribution::exponential(1ms))}, 1, 4)
        .workload("c", {compute(Distribution::exponential(1ms))}, 1, 4)
        .poisson("gate", 3200)
        .plane(no_mesh())
        .duration(400s, 5s);
    const ReplicationResult result = simulate_one(builder.build());
    EXPECT_NEAR(to_milliseconds(result.total.latency.mean()), 5.2366, 0.0524);
}

} // namespace

} // namespace meshcast
