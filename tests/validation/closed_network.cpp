// Users who think, then visit two single servers one after the other.

#include "engine/distribution.h"
#include "engine/random.h"
#include "engine/resource.h"
#include "engine/simulation.h"
#include "tests/validation/case.h"
#include "tests/validation/theory.h"

using namespace std::chrono_literals;

namespace meshcast::validation {

namespace {

struct ClosedModel {
    explicit ClosedModel(std::uint64_t replication) : random(1, replication, "closed", "times") {}

    Task<> user() {
        for (;;) {
            co_await simulation.delay(think.sample(random));
            const Time asked = simulation.now();
            co_await visit(first, first_service);
            co_await visit(second, second_service);
            ++visits;
            response += to_seconds(simulation.now() - asked);
        }
    }

    Task<> visit(Resource& station, const Distribution& service) {
        const Resource::Lease server = co_await station.acquire();
        co_await simulation.delay(service.sample(random));
    }

    Simulation simulation;
    Resource first{simulation, 1};
    Resource second{simulation, 1};
    Distribution think = Distribution::exponential(10ms);
    Distribution first_service = Distribution::exponential(1ms);
    Distribution second_service = Distribution::exponential(700us);
    RandomStream random;
    std::uint64_t visits = 0;
    double response = 0;
};

} // namespace

std::vector<Row> closed_network() {
    constexpr Duration kWarmup = 5s;
    const Duration measured = 100s / static_cast<int>(kShare);
    const auto found = replicate([&](std::uint64_t replication) {
        ClosedModel model(replication);
        for (int user = 0; user < 12; ++user) {
            model.simulation.spawn(model.user());
        }
        model.simulation.run_until(kStart + kWarmup);
        model.visits = 0;
        model.response = 0;
        model.simulation.run_until(kStart + kWarmup + measured);
        const auto visits = static_cast<double>(model.visits);
        model.simulation.shutdown();
        return std::vector{visits / to_seconds(measured), model.response / visits * 1e3};
    });
    const ClosedNetwork exact = mean_value_analysis(12, 10e-3, {1e-3, 0.7e-3});
    return {{"throughput, /s", "X = n / (Z + R)", exact.throughput, found[0]},
            {"response, ms", "R_k(n) = S_k (1 + Q_k(n-1))", exact.response * 1e3, found[1]}};
}

} // namespace meshcast::validation
