#include "engine/frame_pool.h"
#include "sim/experiment/run.h"
#include "tests/engine/counting_new.h"
#include "tests/sim/scenario_builder.h"

#include <gtest/gtest.h>

namespace meshcast::test {

namespace {

using namespace std::chrono_literals;

/// Users who wait for their replies bound what is in flight, so that every pool reaches its high-water mark.
Scenario busy(DataPlane plane, bool keep_alive) {
    ScenarioBuilder builder;
    builder
        .workload("front", {compute(Distribution::uniform(100us, 200us)),
                            parallel({call("cart"), call("search")}), call("store")})
        .workload("cart", {wait(Distribution::uniform(1ms, 2ms)), call("store"), fail(0.1, 503)}, 2, 4)
        .workload("search", {compute(Distribution::uniform(100us, 200us))}, 2, 0, AppProtocol::Grpc)
        .workload("store", {wait(Distribution::uniform(1ms, 2ms))}, 1, 8);
    Traffic users;
    users.name = "users";
    users.to = "front";
    users.arrival = ArrivalKind::Closed;
    users.connections = 40;
    users.keep_alive = keep_alive;
    users.think_time = Distribution::uniform(1ms, 20ms);
    builder.traffic(users).plane(std::move(plane));
    return builder.build();
}

/// An open-loop source whose rate goes up and down.
Scenario tidal(DataPlane plane) {
    ScenarioBuilder builder;
    Traffic tides;
    tides.name = "tides";
    tides.to = "front";
    tides.pattern = RateCurve::diurnal(500, 2000, 4s);
    tides.arrival = ArrivalKind::Uniform;
    builder.workload("front", {wait(Distribution::uniform(1ms, 2ms))}).traffic(tides).plane(std::move(plane));
    return builder.build();
}

TEST(SimAllocation, ArrivalProcessesAllocateNothing) {
    if (!detail::kReuseFrames) {
        GTEST_SKIP() << "AddressSanitizer: frames are not pooled";
    }
    const Scenario scenario = tidal(simple_sidecars(20us));
    meshcast::Run run(scenario, scenario.planes.front(), 0, kStart);
    run.simulation().run_until(kStart + 60s);
    const std::uint64_t requests = run.recorder().finished();
    const std::size_t before = allocations();
    run.simulation().run_until(kStart + 70s);
    EXPECT_EQ(allocations() - before, 0);
    EXPECT_GT(run.recorder().finished() - requests, 10'000);
}

TEST(SimAllocation, ConsistentHashingAllocatesNothing) {
    if (!detail::kReuseFrames) {
        GTEST_SKIP() << "AddressSanitizer: frames are not pooled";
    }
    DataPlane plane = simple_sidecars(20us);
    plane.dialects = {Dialect::Istio};
    Scenario scenario = busy(plane, true);
    scenario.traffic.front().sessions = 1000;
    scenario.traffic.front().session_skew = 1.1;
    DestinationPolicy& rule = scenario.routing.policies.emplace_back();
    rule.metadata.name = "cart";
    rule.host = "cart.default.svc.cluster.local";
    rule.policy.load_balancing.emplace().hash.emplace().key = ConsistentHash::Key::Cookie;
    meshcast::Run run(scenario, scenario.planes.front(), 0, kStart);
    run.simulation().run_until(kStart + 60s);
    const std::uint64_t requests = run.recorder().finished();
    const std::size_t before = allocations();
    run.simulation().run_until(kStart + 70s);
    EXPECT_EQ(allocations() - before, 0);
    EXPECT_GT(run.recorder().finished() - requests, 10'000);
}

TEST(SimAllocation, SteadyStateOfTheRequestPathAllocatesNothing) {
    if (!detail::kReuseFrames) {
        GTEST_SKIP() << "AddressSanitizer: frames are not pooled";
    }
    DataPlane encrypted = simple_sidecars(20us);
    encrypted.mtls = true;
    encrypted.balancer = "least-request";
    for (const DataPlane& plane : {no_mesh(), encrypted}) {
        for (const bool keep_alive : {true, false}) {
            const Scenario scenario = busy(plane, keep_alive);
            meshcast::Run run(scenario, scenario.planes.front(), 0, kStart);
            run.simulation().run_until(kStart + 60s);
            const std::uint64_t requests = run.recorder().finished();
            const std::size_t before = allocations();
            run.simulation().run_until(kStart + 70s);
            EXPECT_EQ(allocations() - before, 0) << plane.name << " keep alive " << keep_alive;
            EXPECT_GT(run.recorder().finished() - requests, 10'000);
        }
    }
}

} // namespace

} // namespace meshcast::test
