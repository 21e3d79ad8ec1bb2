#include "sim/experiment/doubts.h"
#include "sim/experiment/experiment.h"
#include "sim/experiment/run.h"
#include "tests/sim/scenario_builder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <vector>

using namespace std::chrono_literals;

namespace meshcast {

namespace {

using test::no_mesh;
using test::ScenarioBuilder;
using testing::Contains;
using testing::HasSubstr;
using testing::Not;

Traffic source_of(RatePattern pattern, ArrivalKind arrival = ArrivalKind::Poisson) {
    Traffic traffic;
    traffic.name = "clients";
    traffic.to = "front";
    traffic.pattern = std::move(pattern);
    traffic.arrival = arrival;
    return traffic;
}

/// A service that answers at once, so that what has finished is what has arrived.
Scenario instant(const Traffic& traffic) {
    return ScenarioBuilder()
        .workload("front", {})
        .traffic(traffic)
        .plane(no_mesh())
        .duration(100s, 0s)
        .build();
}

/// Requests that the recorder has seen by each of these times.
std::vector<std::uint64_t> seen_by(const Scenario& scenario, const std::vector<Duration>& times) {
    Run run(scenario, scenario.planes.front(), 0, kStart);
    std::vector<std::uint64_t> seen;
    for (const Duration time : times) {
        run.simulation().run_until(kStart + time);
        seen.push_back(run.recorder().finished());
    }
    return seen;
}

/// 100/s, from 20 s on 500/s, down to nothing from 60 to 80 s.
RateCurve step_and_ramp() {
    return {{{0s, 100}, {20s, 100}, {20s, 500}, {60s, 500}, {80s, 0}}, RateCurve::Between::Line};
}

TEST(VaryingTraffic, StartsAsManyRequestsAsItsRatesAddUpTo) {
    const std::vector<Duration> times{10s, 20s, 40s, 60s, 70s, 80s, 100s};
    const auto even = seen_by(instant(source_of(step_and_ramp(), ArrivalKind::Uniform)), times);
    const auto random = seen_by(instant(source_of(step_and_ramp())), times);
    for (std::size_t i = 0; i < times.size(); ++i) {
        const double expected = step_and_ramp().expected(times[i]);
        EXPECT_NEAR(static_cast<double>(even[i]), expected, 1) << i;
        EXPECT_NEAR(static_cast<double>(random[i]), expected, 4 * std::sqrt(expected)) << i;
        EXPECT_NE(random[i], even[i]);
    }
}

TEST(VaryingTraffic, MeetsEveryPlaneAlike) {
    ScenarioBuilder builder;
    builder.workload("front", {}).traffic(source_of(step_and_ramp()));
    builder.plane(no_mesh()).plane(test::simple_sidecars(1us)).duration(60s, 0s);
    const Scenario& scenario = builder.build();
    EXPECT_EQ(simulate(scenario, scenario.planes[0], 0).total.requests,
              simulate(scenario, scenario.planes[1], 0).total.requests);
}

/// Variance over mean of the requests per second.
double dispersion(const Traffic& traffic) {
    std::vector<Duration> times;
    for (int second = 1; second <= 1000; ++second) {
        times.push_back(second * 1s);
    }
    std::uint64_t before = 0;
    double sum = 0;
    double squares = 0;
    for (const std::uint64_t seen : seen_by(instant(traffic), times)) {
        const auto count = static_cast<double>(seen - before);
        sum += count;
        squares += count * count;
        before = seen;
    }
    const double mean = sum / 1000;
    return (squares / 1000 - mean * mean) / mean;
}

TEST(OnOffTraffic, IsBurstierThanPoisson) {
    Traffic poisson = source_of(Steady{});
    poisson.rate = {50};
    EXPECT_NEAR(dispersion(poisson), 1, 0.2);
    const RatePhases phases{{{Rate{200}, 2s}, {Rate{0}, 6s}}};
    const Traffic on_off = source_of(phases);
    EXPECT_DOUBLE_EQ(expected_requests(on_off, 1000s), 50'000);
    EXPECT_GT(dispersion(on_off), 20);
}

/// GET /slow takes 300 ms, everything else 100 ms.
ScenarioBuilder recorded(const Recording& recording) {
    ScenarioBuilder builder;
    builder.workload("front", {test::wait(Distribution::constant(100ms))});
    builder.scenario().behaviors[0].operations.push_back(
        {.name = "GET /slow", .script = {test::wait(Distribution::constant(300ms))}});
    builder.traffic(source_of(recording)).plane(no_mesh()).duration(10s, 0s);
    return builder;
}

TEST(Replay, StartsEachRequestAtItsTimeWithItsOperation) {
    const Recording recording{.requests = {{1s, 1}, {1s, 0}, {1500ms}, {4s, 1}},
                              .operations = {{.name = "GET /"}, {.name = "GET /slow"}}};
    const Scenario scenario = recorded(recording).build();
    EXPECT_EQ(seen_by(scenario, {1099ms, 1100ms, 1299ms, 1300ms, 1599ms, 1600ms, 4299ms, 4300ms, 10s}),
              (std::vector<std::uint64_t>{0, 1, 1, 2, 2, 3, 3, 4, 4}));
}

TEST(Replay, CountsLatencyFromTheRecordedStart) {
    ScenarioBuilder builder = recorded({.requests = {{1s}, {1s}, {1s}}});
    builder.scenario().traffic[0].connections = 1; // each waits for the one before
    const Scenario& scenario = builder.build();
    const ReplicationResult result = simulate(scenario, scenario.planes[0], 0);
    EXPECT_EQ(result.total.latency.min(), 100ms);
    EXPECT_EQ(result.total.latency.max(), 300ms);
    EXPECT_NEAR(result.total.latency.sum_seconds(), 0.6, 1e-9);
}

TEST(TrafficRates, AreMeansAndExtremesOfTheRun) {
    Traffic traffic = source_of(step_and_ramp());
    EXPECT_DOUBLE_EQ(expected_requests(traffic, 40s), 12'000);
    EXPECT_EQ(rate_extremes(traffic, 40s), std::pair(Rate{100}, Rate{500}));
    EXPECT_EQ(rate_extremes(traffic, 100s), std::pair(Rate{0}, Rate{500}));
    scale_rate(traffic, 2);
    EXPECT_DOUBLE_EQ(expected_requests(traffic, 40s), 24'000);

    Traffic phases = source_of(RatePhases{{{Rate{100}, 1s}, {Rate{20}, 3s}}});
    scale_rate(phases, 0.5);
    EXPECT_DOUBLE_EQ(expected_requests(phases, 10s), 200);
    EXPECT_EQ(rate_extremes(phases, 10s), std::pair(Rate{10}, Rate{50}));

    Traffic recording = source_of(Recording{.requests = {{0s}, {1s}, {2s}, {10s}}});
    scale_rate(recording, 5);
    EXPECT_DOUBLE_EQ(expected_requests(recording, 10s), 3);
    EXPECT_EQ(rate_extremes(recording, 10s), std::pair(Rate{0.3}, Rate{0.3}));

    EXPECT_DOUBLE_EQ(expected_requests(source_of(Steady{}, ArrivalKind::Closed), 10s), 0);
    EXPECT_DOUBLE_EQ(expected_requests(source_of(Steady{}), 10s), 1000);
}

TEST(TrafficRates, OnlySteadyOnesArePacedByConnections) {
    EXPECT_TRUE(paced_by_connections(source_of(Steady{}, ArrivalKind::Uniform)));
    EXPECT_TRUE(paced_by_connections(source_of(Steady{}, ArrivalKind::Closed)));
    EXPECT_FALSE(paced_by_connections(source_of(Steady{})));
    EXPECT_FALSE(paced_by_connections(source_of(step_and_ramp(), ArrivalKind::Uniform)));
}

TEST(Doubts, CompareGrowingQueuesWithTheMeanRate) {
    PlaneResult result;
    result.pooled.queue_growth = 3; // more than 1 % of 100/s, less than of 350/s
    Scenario scenario = instant(source_of(Steady{}));
    EXPECT_THAT(find_doubts(scenario, result, {}), Contains(HasSubstr("Queues are still growing")));
    scenario.duration = 60s;
    scenario.traffic[0].pattern = step_and_ramp();
    EXPECT_THAT(find_doubts(scenario, result, {}), Not(Contains(HasSubstr("Queues are still growing"))));
}

} // namespace

} // namespace meshcast
