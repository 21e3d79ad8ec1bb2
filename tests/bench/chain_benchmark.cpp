#include "sim/experiment/run.h"
#include "tests/bench/counters.h"
#include "tests/bench/engine_chain.h"
#include "tests/bench/hand_written_chain.h"
#include "tests/sim/scenario_builder.h"

#include <benchmark/benchmark.h>

#include <cmath>
#include <string>

namespace meshcast {
namespace {

using namespace std::chrono_literals;

// M/M/1 and a chain of three M/M/4, both at a load of 0.8 with services of mean 1 ms; each on the kernel as
// processes, in the full mesh model, and as a loop written by hand for this model alone. Every iteration is a
// batch of requests. Means in service times, by theory: 5 and 3 (1 + 0.7455) = 5.2366.

constexpr std::uint64_t kBatch = 10'000;
constexpr std::uint64_t kWarmup = 50'000;

template <class Model>
void run(benchmark::State& state, Model& model, double exact_mean) {
    model.run_customers(kWarmup);
    const std::uint64_t events = model.events();
    const std::uint64_t requests = model.finished();
    for (auto iteration : state) {
        model.run_customers(kBatch);
    }
    count_events(state, model.events() - events);
    count_requests(state, model.finished() - requests);
    const double mean = model.mean_sojourn_seconds() / 1e-3;
    state.counters["mean"] = mean;
    if (state.iterations() > 100 && std::abs(mean / exact_mean - 1) > 0.05) {
        state.SkipWithError("the mean is off: this is not the model it should be");
    }
}

/// The chain as a mesh: a front end without limits calls one service after the other, each with so many
/// workers. Plane `none`, a network that takes no time.
class MeshChain {
  public:
    MeshChain(std::size_t stations, int servers, Duration mean_service, double per_second)
        : scenario_(build(stations, servers, mean_service, per_second)),
          run_(scenario_, scenario_.planes.front(), 0, kStart) {
        run_.begin_measurement();
    }

    void run_customers(std::uint64_t count) {
        const std::uint64_t stop_at = finished() + count;
        run_.simulation().set_observer(
            count / 10, [&](const Simulation&) { return run_.recorder().finished() < stop_at; });
        run_.simulation().run_until(kForever);
    }

    std::uint64_t finished() { return run_.recorder().finished(); }

    std::uint64_t events() { return run_.simulation().events(); }

    double mean_sojourn_seconds() {
        ReplicationResult result;
        run_.report(result);
        return to_seconds(result.total.latency.mean());
    }

  private:
    static Scenario build(std::size_t stations, int servers, Duration mean_service, double per_second) {
        test::ScenarioBuilder builder;
        std::vector<Step> calls;
        for (std::size_t i = 0; i < stations; ++i) {
            const std::string name = "tier-" + std::to_string(i + 1);
            builder.workload(name, {test::wait(Distribution::exponential(mean_service))}, 1, servers);
            calls.push_back(test::call(name));
        }
        builder.workload("front", std::move(calls));
        builder.poisson("front", per_second).plane(test::no_mesh());
        return builder.build();
    }

    Scenario scenario_;
    Run run_;
};

void mm1_hand_written(benchmark::State& state) {
    HandWrittenChain model(1, 1, 1ms, 1250us);
    run(state, model, 5);
}

void mm1_engine(benchmark::State& state) {
    EngineChain model(1, 1, 1ms, 1250us);
    run(state, model, 5);
}

void mm1_mesh(benchmark::State& state) {
    MeshChain model(1, 1, 1ms, 800);
    run(state, model, 5);
}

void chain_hand_written(benchmark::State& state) {
    HandWrittenChain model(3, 4, 1ms, 312'500ns);
    run(state, model, 5.2366);
}

void chain_engine(benchmark::State& state) {
    EngineChain model(3, 4, 1ms, 312'500ns);
    run(state, model, 5.2366);
}

void chain_mesh(benchmark::State& state) {
    MeshChain model(3, 4, 1ms, 3200);
    run(state, model, 5.2366);
}

BENCHMARK(mm1_hand_written)->Name("mm1/hand_written");
BENCHMARK(mm1_engine)->Name("mm1/engine");
BENCHMARK(mm1_mesh)->Name("mm1/mesh");
BENCHMARK(chain_hand_written)->Name("chain/hand_written");
BENCHMARK(chain_engine)->Name("chain/engine");
BENCHMARK(chain_mesh)->Name("chain/mesh");

} // namespace
} // namespace meshcast
