#include "sim/balance/load_balancer.h"

#include <benchmark/benchmark.h>

#include <cstdint>
#include <string>
#include <vector>

namespace meshcast {
namespace {

enum class Shape { Alike, Weighted, Priorities };

std::vector<Host> hosts_of(Shape shape, std::size_t count) {
    std::vector<Host> hosts(count);
    for (std::size_t i = 0; i < count; ++i) {
        if (shape == Shape::Weighted) {
            hosts[i].weight = static_cast<std::uint32_t>(i % 5 + 1);
        }
        if (shape == Shape::Priorities) { // a third of the first priority is down
            hosts[i].priority = i % 2 == 0 ? 0 : 1;
            hosts[i].health = i % 6 == 0 ? HostHealth::Unhealthy : HostHealth::Healthy;
        }
    }
    return hosts;
}

/// Picks with as many requests in flight as there are hosts, the oldest of which ends at each pick.
void pick(benchmark::State& state, const BalancerKind& kind, Shape shape, std::size_t count) {
    const BalancerSettings settings;
    const std::vector<Host> hosts = hosts_of(shape, count);
    LoadBalancer balancer =
        shape == Shape::Alike ? LoadBalancer(kind, count) : LoadBalancer(kind, hosts, settings);
    std::vector<Candidate> candidates(count);
    std::vector<std::size_t> in_flight(count, LoadBalancer::kNobody);
    RandomStream random(1, 0, "balance", "picks");
    Time now = kStart;
    std::size_t oldest = 0;
    for (auto _ : state) {
        now += std::chrono::microseconds{10};
        std::size_t& slot = in_flight[oldest];
        if (slot != LoadBalancer::kNobody) {
            --candidates[slot].active_requests;
            balancer.finished(slot, std::chrono::milliseconds{1}, true, now);
        }
        slot = balancer.pick(candidates, {}, random, now);
        ++candidates[slot].active_requests;
        oldest = oldest + 1 == count ? 0 : oldest + 1;
        benchmark::DoNotOptimize(slot);
    }
    state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations()));
}

const bool kRegistered = [] {
    const auto add = [](const std::string& name, const BalancerKind& kind, Shape shape, std::size_t hosts) {
        benchmark::RegisterBenchmark((name + std::to_string(hosts)).c_str(),
                                     [&kind, shape, hosts](auto& state) { pick(state, kind, shape, hosts); });
    };
    for (const BalancerKind& kind : balancer_kinds()) {
        const std::string name = "pick/" + std::string(kind.name);
        for (const std::size_t hosts : {3, 100, 10000}) {
            add(name + "/", kind, Shape::Alike, hosts);
        }
        if (kind.weighted) {
            add(name + "/weighted/", kind, Shape::Weighted, 100);
        }
        if (kind.scope != BalancerScope::Ready) {
            add(name + "/priorities/", kind, Shape::Priorities, 100);
        }
    }
    return true;
}();

} // namespace
} // namespace meshcast
