#include "sim/experiment/differences.h"
#include "sim/experiment/doubts.h"
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
using test::ScenarioBuilder;
using test::simple_sidecars;
using ::testing::Contains;
using ::testing::Each;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

/// Two planes; the first takes about 2 ms a request on average.
Scenario two_planes(std::optional<Duration> warmup = 1s) {
    ScenarioBuilder builder;
    builder.workload("front", {compute(Distribution::exponential(1ms)), call("back")}, 2, 1)
        .workload("back", {compute(Distribution::exponential(1ms))}, 2, 1)
        .poisson("front", 300)
        .plane(no_mesh())
        .plane(simple_sidecars(300us))
        .duration(4s, 1s, 3);
    builder.scenario().warmup = warmup;
    return builder.build();
}

Threshold mean_below(double seconds) {
    return {.text = "http_req_duration: avg < x",
            .metric = "http_req_duration",
            .aggregation = "avg",
            .comparison = "<",
            .limit = seconds};
}

RunResult run_with(const Scenario& scenario, int jobs) {
    ExperimentOptions options;
    options.jobs = jobs;
    return run_experiment(scenario, options);
}

void expect_same(const ReplicationResult& left, const ReplicationResult& right) {
    EXPECT_EQ(left.replication, right.replication);
    EXPECT_EQ(left.fingerprint, right.fingerprint);
    EXPECT_EQ(left.events, right.events);
    EXPECT_EQ(left.warmup, right.warmup);
    EXPECT_EQ(left.total.requests, right.total.requests);
    EXPECT_EQ(left.total.latency, right.total.latency);
    EXPECT_EQ(left.total.breakdown_seconds, right.total.breakdown_seconds);
}

TEST(Experiment, RunsMoreOfAPlaneWhoseThresholdIsUndecided) {
    Scenario scenario = two_planes();
    const RunResult fixed = run_with(scenario, 2);
    EXPECT_EQ(fixed.planes[0].replications.size(), 3U);
    scenario.thresholds = {mean_below(fixed.planes[0].mean.value)}; // as near as can be to the first plane's
    scenario.max_replications = 7;
    const RunResult run = run_with(scenario, 2);
    ASSERT_EQ(run.thresholds.size(), 2U);
    EXPECT_EQ(run.planes[0].replications.size(), 7U);
    EXPECT_EQ(run.thresholds[0].state, VerdictState::Undecided);
    EXPECT_EQ(run.thresholds[0].replications, 7);
    EXPECT_THAT(run.planes[0].doubts, Contains(HasSubstr("is undecided after 7 replications")));
    EXPECT_EQ(run.planes[1].replications.size(), 3U);
    EXPECT_EQ(run.thresholds[1].state, VerdictState::Fail);
    EXPECT_THAT(run.planes[1].doubts, Not(Contains(HasSubstr("undecided"))));
    // More replications do not change the first ones, and planes are compared over those that both ran.
    expect_same(run.planes[0].replications[2], fixed.planes[0].replications[2]);
    ASSERT_TRUE(run.planes[1].added.has_value());
    EXPECT_EQ(run.planes[1].added->replications, 3);
    EXPECT_DOUBLE_EQ(run.planes[1].added->mean.value, fixed.planes[1].added->mean.value);
}

TEST(Experiment, RunsAFixedNumberWhereTheCapSaysSo) {
    Scenario scenario = two_planes();
    scenario.thresholds = {mean_below(run_with(scenario, 2).planes[0].mean.value)};
    scenario.max_replications = 3;
    EXPECT_EQ(run_with(scenario, 2).planes[0].replications.size(), 3U);
}

TEST(Experiment, DecidesTheSameWhateverTheThreads) {
    Scenario scenario = two_planes(std::nullopt);
    scenario.thresholds = {mean_below(0.0030), mean_below(0.0042)};
    const RunResult one = run_with(scenario, 1);
    for (const int jobs : {2, 4}) {
        const RunResult other = run_with(scenario, jobs);
        ASSERT_EQ(one.planes.size(), other.planes.size());
        for (std::size_t p = 0; p < one.planes.size(); ++p) {
            ASSERT_EQ(one.planes[p].replications.size(), other.planes[p].replications.size());
            for (std::size_t r = 0; r < one.planes[p].replications.size(); ++r) {
                expect_same(one.planes[p].replications[r], other.planes[p].replications[r]);
            }
        }
        for (std::size_t t = 0; t < one.thresholds.size(); ++t) {
            EXPECT_EQ(one.thresholds[t].state, other.thresholds[t].state);
            EXPECT_EQ(one.thresholds[t].observed, other.thresholds[t].observed);
        }
    }
}

TEST(Experiment, CutsTheSameWarmupFromAllPlanes) {
    ScenarioBuilder builder;
    // Without a mesh it is steady at once; sidecars that cannot keep up never are.
    builder.workload("front", {compute(Distribution::exponential(1ms))}, 4)
        .poisson("front", 900)
        .plane(no_mesh())
        .plane(simple_sidecars(3ms, 1))
        .duration(8s, 0s, 2);
    builder.scenario().warmup.reset();
    const RunResult both = run_experiment(builder.build(), {});
    const Duration shared = both.planes[0].replications[0].warmup;
    for (const PlaneResult& plane : both.planes) {
        for (const ReplicationResult& replication : plane.replications) {
            EXPECT_EQ(replication.warmup, shared);
        }
    }
    Duration longest{};
    for (const DataPlane& plane : builder.build().planes) {
        Scenario alone = builder.build();
        alone.planes = {plane};
        longest = std::max(longest, run_experiment(alone, {}).planes[0].replications[0].warmup);
    }
    EXPECT_EQ(shared, longest);
    EXPECT_GT(shared, Duration::zero());
}

TEST(Experiment, OfOneReplicationGivesTheBytesOfTheBatch) {
    Scenario scenario = two_planes(std::nullopt);
    const RunResult batch = run_with(scenario, 2);
    ExperimentOptions options;
    options.only = 2;
    const RunResult alone = run_experiment(scenario, options);
    for (std::size_t p = 0; p < 2; ++p) {
        ASSERT_EQ(alone.planes[p].replications.size(), 1U);
        expect_same(alone.planes[p].replications[0], batch.planes[p].replications[2]);
    }
    // A plane on its own detects a warm-up of its own: it takes that of the batch to get the same.
    Scenario one_plane = scenario;
    one_plane.warmup = batch.planes[1].replications[2].warmup;
    one_plane.planes.erase(one_plane.planes.begin());
    expect_same(run_experiment(one_plane, options).planes[0].replications[0],
                batch.planes[1].replications[2]);
}

TEST(Experiment, CountsAddedReplicationsInItsProgress) {
    Scenario scenario = two_planes();
    scenario.thresholds = {mean_below(run_with(scenario, 1).planes[0].mean.value)};
    scenario.max_replications = 6;
    ExperimentOptions options;
    std::vector<ExperimentProgress> seen;
    options.progress = [&](const ExperimentProgress& progress) { seen.push_back(progress); };
    run_experiment(scenario, options);
    ASSERT_FALSE(seen.empty());
    EXPECT_EQ(seen.front().runs_total, 6);    // 2 planes x 3
    EXPECT_EQ(seen.back().runs_total, 6 + 3); // one plane needs three more
    EXPECT_EQ(seen.back().runs_done, 9);
    EXPECT_DOUBLE_EQ(seen.back().done_fraction, 1);
    for (const ExperimentProgress& progress : seen) {
        EXPECT_LE(progress.runs_done, progress.runs_total);
        EXPECT_LE(progress.done_fraction, 1);
    }
}

ReplicationResult replication_of(int number, Duration latency, std::uint64_t requests = 200'000) {
    ReplicationResult result;
    result.replication = number;
    result.simulated = 10s;
    result.total.requests = requests;
    result.total.latency.record(latency, requests);
    return result;
}

TEST(Differences, PairReplicationsSoThatSharedNoiseCancels) {
    const std::vector<ReplicationResult> reference{replication_of(0, 10ms), replication_of(1, 20ms),
                                                   replication_of(2, 30ms)};
    const std::vector<ReplicationResult> plane{replication_of(0, 11ms), replication_of(1, 21ms),
                                               replication_of(2, 31ms), replication_of(3, 500ms)};
    const Differences added = difference(reference, plane);
    EXPECT_EQ(added.replications, 3);
    EXPECT_DOUBLE_EQ(added.mean.value, 0.001);
    EXPECT_NEAR(added.mean.half_width, 0, 1e-12);
    EXPECT_TRUE(is_measurable(added.mean));
    EXPECT_FALSE(is_measurable(added.vcpu)); // 0 in all of them
    const std::span one(reference.data(), 1);
    EXPECT_TRUE(std::isnan(difference(one, plane).mean.half_width));
}

PlaneResult plane_of(const std::vector<Duration>& latencies) {
    PlaneResult result;
    for (const Duration latency : latencies) {
        result.replications.push_back(replication_of(static_cast<int>(result.replications.size()), latency));
        result.pooled.total.merge(result.replications.back().total);
    }
    result.p99 = {0.010, 0.0001};
    return result;
}

TEST(Doubts, AreNoneAboutReplicationsThatAgree) {
    EXPECT_THAT(find_doubts({}, plane_of({10ms, 11ms, 10ms, 9ms, 10ms}), {}), IsEmpty());
}

TEST(Doubts, NameTheReplicationThatStandsApartAndHowToSeeIt) {
    EXPECT_THAT(
        find_doubts({}, plane_of({10ms, 11ms, 10ms, 95ms, 9ms}), {}),
        Contains(testing::AllOf(HasSubstr("Replication 3 stands apart"), HasSubstr("--replication 3"))));
    // Three cannot outvote each other.
    EXPECT_THAT(find_doubts({}, plane_of({10ms, 10ms, 95ms}), {}), IsEmpty());
}

TEST(Doubts, SayThatAnIntervalIsTooWideToRelyOn) {
    PlaneResult plane = plane_of({10ms, 10ms});
    plane.p99 = {0.010, 0.0025};
    EXPECT_THAT(find_doubts({}, plane, {}), Contains(HasSubstr("±25 %")));
}

TEST(Doubts, CountTheSamplesBehindAPercentile) {
    PlaneResult plane = plane_of({});
    plane.replications = {replication_of(0, 10ms, 4000), replication_of(1, 10ms, 4000)};
    plane.pooled.total.latency.record(10ms, 8000);
    EXPECT_THAT(find_doubts({}, plane, {}), Contains(HasSubstr("p99 rests on 80 samples")));
}

TEST(Doubts, SayWhatIsUndecided) {
    ThresholdVerdict verdict{.threshold = mean_below(1), .replications = 40};
    EXPECT_THAT(find_undecided({&verdict, 1}), IsEmpty());
    verdict.state = VerdictState::Undecided;
    EXPECT_THAT(find_undecided({&verdict, 1}), Each(HasSubstr("after 40 replications")));
    EXPECT_EQ(find_undecided({&verdict, 1}).size(), 1U);
}

} // namespace
} // namespace meshcast
