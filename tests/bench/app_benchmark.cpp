#include "scenarios/load.h"
#include "sim/experiment/run.h"
#include "tests/bench/run_in_slices.h"
#include "tests/engine/counting_new.h"

#include <benchmark/benchmark.h>

#include <string>
#include <thread>
#include <vector>

namespace meshcast {
namespace {

using namespace std::chrono_literals;

constexpr Duration kSlice = 100ms; // simulated, an iteration

/// Heap that one request in flight needs: what a burst of requests adds, all of them started and next to none
/// answered, so that they wait at every place there is to wait at.
double bytes_per_request(Scenario scenario) {
    constexpr std::uint64_t kBurst = 20'000;
    constexpr double kBurstRate = 1e6; // a second
    for (Traffic& traffic : scenario.traffic) {
        traffic.arrival = ArrivalKind::Poisson;
        traffic.connections = 0;
        traffic.rate = {kBurstRate / static_cast<double>(scenario.traffic.size())};
    }
    double bytes = 0;
    std::jthread([&] { // a thread's coroutine frames are kept for the next run
        Run run(scenario, scenario.planes.front(), 0, kStart);
        const std::size_t before = heap_in_use();
        run.simulation().set_observer(100,
                                      [&](const Simulation&) { return run.recorder().in_flight() < kBurst; });
        run.simulation().run_until(kForever);
        bytes = static_cast<double>(heap_in_use() - before) / static_cast<double>(run.recorder().in_flight());
    })
        .join();
    return bytes;
}

void simulate_app(benchmark::State& state, const std::string& name, const std::string& plane) {
    LoadRequest request;
    request.paths = {name};
    request.planes = {plane};
    const Scenario scenario = load_scenario(request).scenario;
    Run run(scenario, scenario.planes.front(), 0, kStart);
    run_in_slices(state, run, kSlice);
    state.counters["bytes_per_request"] = bytes_per_request(scenario);
}

const bool kRegistered = [] {
    for (const std::string name : {"bookinfo", "online-boutique"}) {
        for (const std::string plane : {"none", "istio-sidecar", "istio-ambient", "istio-ambient-waypoint",
                                        "linkerd", "cilium", "cilium-l7", "grpc-proxyless"}) {
            benchmark::RegisterBenchmark(
                ("app/" + name + "/" + plane).c_str(),
                [name, plane](benchmark::State& state) { simulate_app(state, name, plane); });
        }
    }
    return true;
}();

} // namespace
} // namespace meshcast
