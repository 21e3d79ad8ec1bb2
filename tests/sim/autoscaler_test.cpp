#include "sim/control/replica_calculator.h"
#include "sim/experiment/experiment.h"
#include "tests/sim/scenario_builder.h"

#include <gtest/gtest.h>

namespace meshcast::test {

namespace {

using namespace std::chrono_literals;

constexpr ScalingMetric kHalf{.container = {}, .utilization = 0.5};

std::vector<PodMetric> pods_using(double cores, std::size_t count) {
    return std::vector<PodMetric>(count, PodMetric{.used = cores, .requested = 1});
}

TEST(Replicas, AreCurrentTimesUsedOverWanted) {
    EXPECT_EQ(replicas_for(kHalf, pods_using(1.0, 2), 2), 4); // the example of Kubernetes' documentation
    EXPECT_EQ(replicas_for(kHalf, pods_using(0.25, 4), 4), 2);
    EXPECT_EQ(replicas_for(kHalf, pods_using(0.6, 5), 5), 6);
    EXPECT_EQ(replicas_for({.average = MilliCpu{250}}, pods_using(1.0, 1), 1), 4);
}

TEST(Replicas, StayWithinTheTolerance) {
    EXPECT_EQ(replicas_for(kHalf, pods_using(0.549, 10), 10), 10);
    EXPECT_EQ(replicas_for(kHalf, pods_using(0.56, 10), 10), 12);
    EXPECT_EQ(replicas_for(kHalf, pods_using(0.451, 10), 10), 10);
    EXPECT_EQ(replicas_for(kHalf, pods_using(0.44, 10), 10), 9);
}

TEST(Replicas, PodsThatAreNotReadyDampenScalingUp) {
    std::vector<PodMetric> pods = pods_using(1.0, 2); // by these two alone: 4
    pods.push_back({.used = 0, .requested = 1, .counts = false});
    EXPECT_EQ(replicas_for(kHalf, pods, 3), 4); // ceil(2 / 1.5 x 3)
    pods.push_back({.used = 0, .requested = 1, .counts = false});
    EXPECT_EQ(replicas_for(kHalf, pods, 4), 4); // they may be all that is needed
    for (PodMetric& pod : pods) {
        pod.used = 0.1;
    }
    EXPECT_EQ(replicas_for(kHalf, pods, 4), 1); // on the way down they do not matter
}

class Scaling : public testing::Test {
  protected:
    Time at(std::chrono::seconds seconds) { return kStart + seconds; }

    Autoscaler scaler_{.min_replicas = 1, .max_replicas = 100};
};

TEST_F(Scaling, UpAtMostDoublesOrAddsFourIn15Seconds) {
    ScalingMemory memory(scaler_);
    EXPECT_EQ(memory.decide(100, 1, at(15s)), 5);
    EXPECT_EQ(memory.decide(100, 5, at(30s)), 10);
    EXPECT_EQ(memory.decide(100, 10, at(45s)), 20);
}

TEST_F(Scaling, DownWaitsForFiveMinutes) {
    ScalingMemory memory(scaler_);
    EXPECT_EQ(memory.decide(8, 8, at(0s)), 8);
    for (int i = 1; i <= 19; ++i) {
        EXPECT_EQ(memory.decide(2, 8, at(i * 15s)), 8) << i;
    }
    EXPECT_EQ(memory.decide(2, 8, at(300s)), 2);
}

TEST_F(Scaling, ThePoliciesAreTheUsers) {
    scaler_.down = {.stabilization = {}, .policies = {{ScalingPolicy::Unit::Pods, 2, 60s}}};
    scaler_.up.select = ScalingRules::Select::Disabled;
    ScalingMemory memory(scaler_);
    EXPECT_EQ(memory.decide(50, 10, at(15s)), 10);
    EXPECT_EQ(memory.decide(1, 10, at(30s)), 8);
    EXPECT_EQ(memory.decide(1, 8, at(45s)), 8); // two within the last minute already
    EXPECT_EQ(memory.decide(1, 8, at(90s)), 6);
}

TEST_F(Scaling, KeepsBetweenMinimumAndMaximum) {
    scaler_.min_replicas = 3;
    scaler_.max_replicas = 6;
    scaler_.down.stabilization = {};
    ScalingMemory memory(scaler_);
    EXPECT_EQ(memory.decide(50, 4, at(15s)), 6);
    EXPECT_EQ(memory.decide(1, 6, at(30s)), 3);
}

/// 10 ms of CPU a request, of pods that request half a core.
class ScaledService {
  public:
    explicit ScaledService(double rate) {
        builder_.workload("web", {compute(Distribution::constant(10ms))}, 1)
            .poisson("web", rate)
            .plane(no_mesh())
            .duration(10min, Duration{});
        builder_.last_workload().pod.containers.front().cpu_request = MilliCpu{500};
        Autoscaler scaler;
        scaler.metadata.name = "web";
        scaler.target_kind = "Deployment";
        scaler.target = "web";
        scaler.max_replicas = 10;
        scaler.metrics = {{.utilization = 0.5}};
        scenario().topology.autoscalers.push_back(scaler);
        scenario().traffic.front().keep_alive = false;
    }

    Scenario& scenario() { return builder_.scenario(); }

    ResourceUse use() {
        return simulate(scenario(), scenario().planes.front(), 0).workloads.at("default/web");
    }

  private:
    ScenarioBuilder builder_;
};

TEST(PodAutoscaler, ScalesToWhatTheLoadNeeds) {
    // 100/s take a core, four pods at a quarter of a core each: half of what they request.
    EXPECT_NEAR(ScaledService(100).use().instances, 4, 1);
    EXPECT_EQ(ScaledService(1).use().instances, 1);
    EXPECT_EQ(ScaledService(1000).use().instances, 10); // its maximum
}

TEST(PodAutoscaler, ComesDownAgain) {
    ScaledService service(100);
    service.scenario().faults.push_back(
        {.at = 4min, .lasts = std::nullopt, .what = Surge{.traffic = "clients", .factor = 0.02}});
    service.scenario().duration = 15min;
    EXPECT_EQ(service.use().instances, 1);
    service.scenario().duration = 8min; // within five minutes of the last time that more were wanted
    EXPECT_GT(service.use().instances, 2);
}

TEST(PodAutoscaler, ASidecarsCpuCountsUnlessOneContainerIsMeant) {
    ScaledService service(40); // 0.4 cores, two pods
    service.scenario().planes = {simple_sidecars(5ms)};
    service.scenario().planes.front().proxies.front().cpu_request = MilliCpu{100};
    const double with_sidecars = service.use().instances; // as much again, and 100m more requested
    service.scenario().topology.autoscalers.front().metrics = {{.container = "web", .utilization = 0.5}};
    const double app_alone = service.use().instances;
    EXPECT_GT(with_sidecars, app_alone);
    EXPECT_NEAR(app_alone, 2, 0.5);
}

} // namespace

} // namespace meshcast::test
