// Simulates a scenario that has something of everything and prints every bit of what comes out. Compiled in
// many ways by compilers_test.py, which expects the same text from all of them.

#include "engine/statistics.h"
#include "sim/experiment/experiment.h"
#include "tests/sim/scenario_builder.h"

#include <cstdio>

namespace meshcast {
namespace {

using namespace std::chrono_literals;

DataPlane busy_plane() {
    DataPlane plane = test::simple_sidecars(50us);
    ProxyProfile& sidecar = plane.proxies.front();
    sidecar.dispatch = Dispatch::Connection;
    sidecar.cost.cv = 0.7;
    sidecar.cost.cold = 80us;
    sidecar.cost.deferred_share = 0.2;
    sidecar.cost.cpu_ns_per_byte = 0.3;
    sidecar.cost.connection = 30us;
    sidecar.cost.handshake = 400us;
    sidecar.cost.traversal = 7us;
    plane.balancer = "least-request";
    plane.mtls = true;
    return plane;
}

Scenario busy_scenario() {
    using namespace test;
    ScenarioBuilder builder;
    builder.scenario().topology.nodes.front().cpu = MilliCpu{8000};
    builder
        .workload("front",
                  {compute(Distribution::lognormal_percentiles(500us, 0.99, 4ms)),
                   parallel({call("cart"), call("search", 0.5)}), compute(Distribution::erlang(3, 200us))},
                  2, 16)
        .workload("cart", {wait(Distribution::exponential(2ms)), call("store"), fail(0.01, 503)}, 3, 4)
        .workload("search", {compute(Distribution::uniform(100us, 3ms))}, 2, 0, AppProtocol::Grpc)
        .workload("store", {wait(Distribution::empirical({{0.5, 1ms}, {0.9, 3ms}, {1, 20ms}}))}, 1, 32);
    builder.last_workload().pod.containers.front().cpu_limit = MilliCpu{300};
    Traffic users;
    users.name = "users";
    users.to = "front";
    users.arrival = ArrivalKind::Closed;
    users.connections = 20;
    users.think_time = Distribution::exponential(100ms);
    Traffic probes;
    probes.name = "probes";
    probes.to = "search";
    probes.rate = {40};
    probes.arrival = ArrivalKind::Jittered;
    probes.connections = 4;
    probes.keep_alive = false;
    Network network;
    network.same_node = Distribution::lognormal_mean_cv(40us, 0.5);
    network.outside = Distribution::exponential(300us);
    network.bytes_per_second = 1.25e9;
    builder.poisson("front", 150).traffic(users).traffic(probes).network(network);
    builder.plane(no_mesh()).plane(busy_plane()).duration(20s, 1s, 2);
    return builder.build();
}

void print(const char* name, double value) {
    std::printf("  %s %a\n", name, value);
}

void print(const RequestStats& stats) {
    std::printf("  requests %llu failures %llu\n", static_cast<unsigned long long>(stats.requests),
                static_cast<unsigned long long>(stats.failures));
    for (const double part : stats.breakdown_seconds) {
        print("part", part);
    }
    stats.latency.for_each_bucket([](Duration low, Duration, std::uint64_t count) {
        std::printf(" %lld:%llu", static_cast<long long>(low.count()),
                    static_cast<unsigned long long>(count));
    });
    std::printf("\n");
}

} // namespace
} // namespace meshcast

int main() {
    using namespace meshcast;
    const RunResult result = run_experiment(busy_scenario(), {.jobs = 2});
    for (const PlaneResult& plane : result.planes) {
        std::printf("%s\n", plane.plane.name.c_str());
        print(plane.pooled.total);
        for (const auto& [name, stats] : plane.pooled.services) {
            std::printf("  %s\n", name.c_str());
            print(stats);
        }
        for (const auto& [name, use] : plane.pooled.proxies) {
            print("vcpu", use.vcpu);
            print("utilisation", use.busiest_utilisation);
        }
        for (const Estimate& estimate : {plane.p50, plane.p99, plane.mean, plane.goodput, plane.app_vcpu}) {
            print("value", estimate.value);
            print("half width", estimate.half_width);
        }
        for (const ReplicationResult& replication : plane.replications) {
            std::printf("  fingerprint %016llx\n", static_cast<unsigned long long>(replication.fingerprint));
        }
    }
}
