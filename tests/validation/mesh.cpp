// The same theory through the whole mesh model, on plane "none" and a network that takes no time.

#include "sim/experiment/experiment.h"
#include "tests/sim/scenario_builder.h"
#include "tests/validation/case.h"
#include "tests/validation/theory.h"

using namespace std::chrono_literals;

namespace meshcast::validation {

namespace {

using test::call;
using test::compute;
using test::no_mesh;
using test::ScenarioBuilder;

/// A gateway of no cost, so that the services behind it are visited one after another, not from within.
template <class Figures>
std::vector<Interval> measure(ScenarioBuilder& builder, Duration measured, Figures figures) {
    builder.plane(no_mesh());
    builder.duration(1s + measured / static_cast<int>(kShare), 1s);
    const Scenario& scenario = builder.build();
    return replicate([&](std::uint64_t replication) {
        const ReplicationResult result =
            simulate(scenario, scenario.planes.front(), static_cast<int>(replication));
        return figures(result);
    });
}

} // namespace

std::vector<Row> mesh_chain() {
    constexpr double kLoad = 0.6;
    const Distribution service = Distribution::exponential(1ms);
    ScenarioBuilder builder;
    builder.workload("gateway", {call("web"), call("logic"), call("store")})
        .workload("web", {compute(service)}, 1, 4)
        .workload("logic", {compute(service)}, 1, 4)
        .workload("store", {compute(service)}, 1, 4)
        .poisson("gateway", 4 * kLoad / 1e-3);
    const auto found = measure(builder, 15s, [](const ReplicationResult& result) {
        return std::vector{to_milliseconds(result.total.latency.mean()),
                           result.workloads.at("default/logic").vcpu};
    });
    return {{"time in system", "3 (1 + C / (4 (1 - rho)))", 3 * mmc_sojourn(4, kLoad), found[0]},
            {"vCPU of a tier", "4 rho", 4 * kLoad, found[1]}};
}

std::vector<Row> mesh_closed() {
    ScenarioBuilder builder;
    builder.workload("gateway", {call("first"), call("second")})
        .workload("first", {compute(Distribution::exponential(1ms))}, 1, 1)
        .workload("second", {compute(Distribution::exponential(700us))}, 1, 1);
    Traffic users;
    users.name = "users";
    users.to = "gateway";
    users.arrival = ArrivalKind::Closed;
    users.connections = 12;
    users.think_time = Distribution::exponential(10ms);
    builder.traffic(users);
    const auto found = measure(builder, 50s, [](const ReplicationResult& result) {
        const double seconds = to_seconds(result.simulated - result.warmup);
        return std::vector{static_cast<double>(result.total.requests) / seconds,
                           to_milliseconds(result.total.latency.mean())};
    });
    const ClosedNetwork exact = mean_value_analysis(12, 10e-3, {1e-3, 0.7e-3});
    return {{"throughput, /s", "X = n / (Z + R)", exact.throughput, found[0]},
            {"response, ms", "R_k(n) = S_k (1 + Q_k(n-1))", exact.response * 1e3, found[1]}};
}

} // namespace meshcast::validation
