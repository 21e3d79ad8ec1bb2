// A node's cores and the limits of its containers: sim/cluster.

#include "engine/distribution.h"
#include "engine/random.h"
#include "sim/cluster/cgroup.h"
#include "tests/validation/case.h"

#include <fmt/format.h>

#include <array>

using namespace std::chrono_literals;

namespace meshcast::validation {

namespace {

/// Poisson jobs on one core in slices of 4 ms.
struct SharedCore {
    explicit SharedCore(std::uint64_t replication) : random(1, replication, "core", "jobs") {}

    Task<> arrivals(Duration mean_gap, Distribution work) {
        for (;;) {
            co_await simulation.delay(random.exponential(mean_gap));
            simulation.spawn(job(work.sample(random)));
        }
    }

    Task<> job(Duration work) {
        const Time arrived = simulation.now();
        Ledger ledger;
        co_await cgroup.burn(work, kAppWork, ledger);
        sojourn += to_seconds(simulation.now() - arrived);
        done += to_seconds(work);
    }

    Simulation simulation;
    Machine machine{simulation, "node", "zone", 1, 1};
    Cgroup cgroup{simulation, machine, std::nullopt};
    RandomStream random;
    double sojourn = 0; // of the jobs finished
    double done = 0;    // their work
};

std::vector<Row> processor_sharing(const Distribution& work, double jobs) {
    constexpr double kLoad = 0.5;
    const double service = to_seconds(work.mean());
    const Duration measured =
        from_seconds(service / kLoad * jobs / static_cast<double>(kShare * kReplications));
    const auto found = replicate([&](std::uint64_t replication) {
        SharedCore core(replication);
        core.simulation.spawn(core.arrivals(from_seconds(service / kLoad), work));
        const Time from = kStart + measured / 20;
        core.simulation.run_until(from);
        core.sojourn = 0;
        core.done = 0;
        core.simulation.run_until(from + measured);
        core.simulation.shutdown();
        return std::vector{core.sojourn / core.done};
    });
    return {{"time in system a second of work", "1 / (1 - rho)", 1 / (1 - kLoad), found[0]}};
}

Task<> burn(Simulation& simulation, Cgroup& cgroup, Duration work, Time& finished) {
    Ledger ledger;
    co_await cgroup.burn(work, kAppWork, ledger);
    finished = simulation.now();
}

} // namespace

/// Memoryless, so exact whatever the slice.
std::vector<Row> processor_sharing_exponential() {
    return processor_sharing(Distribution::exponential(80ms), 1e6);
}

std::vector<Row> processor_sharing_constant() {
    return processor_sharing(Distribution::constant(400ms), 6e5);
}

std::vector<Row> processor_sharing_lognormal() {
    return processor_sharing(Distribution::lognormal_mean_cv(160ms, 2), 2e6);
}

/// 200m is 20 ms in each 100 ms: 20 ms, stop to 100 ms, 20 ms, stop to 200 ms, 10 ms.
std::vector<Row> quota_one_thread() {
    Simulation simulation;
    Machine machine(simulation, "node", "zone", 4, 1);
    Cgroup cgroup(simulation, machine, MilliCpu{200});
    Time finished;
    simulation.spawn(burn(simulation, cgroup, 50ms, finished));
    simulation.run_until(kForever);
    simulation.shutdown();
    return {{"finished at, ms", "2 x 100 + 10", 210, certain(to_milliseconds(finished - kStart))}};
}

/// 300m is 30 ms in each 100 ms, handed out in slices of 4 ms, side by side on four cores. From 0 on the
/// threads get 4, 4, 4, then 4, 4, 4, then 4, 2 and nothing: 12, 10 and 8 ms. They return in the order in
/// which they stopped, third, second, first; in the period from 100 ms they get 8, 10 and 12, so each has
/// had 20. The period from 200 ms has enough for all: 4 ms and 1 ms.
std::vector<Row> quota_three_threads() {
    Simulation simulation;
    Machine machine(simulation, "node", "zone", 4, 1);
    Cgroup cgroup(simulation, machine, MilliCpu{300});
    std::array<Time, 3> finished{};
    for (Time& thread : finished) {
        simulation.spawn(burn(simulation, cgroup, 25ms, thread));
    }
    simulation.run_until(kStart + 99ms);
    const double first_period = cgroup.cpu_seconds() * 1e3;
    simulation.run_until(kForever);
    simulation.shutdown();
    std::vector<Row> rows{{"CPU in the first period, ms", "0.3 x 100", 30, certain(first_period)}};
    for (std::size_t i = 0; i < finished.size(); ++i) {
        rows.push_back({fmt::format("thread {} finished at, ms", i + 1), "2 x 100 + 5", 205,
                        certain(to_milliseconds(finished[i] - kStart))});
    }
    return rows;
}

/// 1500m on eight cores for a minute.
std::vector<Row> quota_busy() {
    Simulation simulation;
    Machine machine(simulation, "node", "zone", 8, 1);
    Cgroup cgroup(simulation, machine, MilliCpu{1500});
    std::array<Time, 4> finished{};
    for (Time& thread : finished) {
        simulation.spawn(burn(simulation, cgroup, 1h, thread));
    }
    simulation.run_until(kStart + 60s - 1ns);
    const double used = cgroup.cpu_seconds();
    simulation.shutdown();
    return {{"CPU in 60 s, s", "1.5 x 60", 90, certain(used)}};
}

} // namespace meshcast::validation
