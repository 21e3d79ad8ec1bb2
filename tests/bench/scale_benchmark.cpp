#include "scenarios/load.h"
#include "sim/experiment/run.h"
#include "tests/bench/run_in_slices.h"
#include "tests/engine/counting_new.h"

#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>

namespace meshcast {
namespace {

using namespace std::chrono_literals;

// Meshes of groups of ten services, ten pods each: the first calls three, each of which calls two. However
// many groups there are, they share the same number of requests, so that only the size differs.

constexpr std::size_t kGroup = 10;
constexpr double kRequestsPerSecond = 20'000;

/// Manifests and a scenario in a folder of its own, removed with this.
class GeneratedMesh {
  public:
    explicit GeneratedMesh(std::size_t services)
        : folder_(std::filesystem::temp_directory_path() / fmt::format("meshcast-scale-{}", services)) {
        std::filesystem::create_directories(folder_);
        std::ofstream manifests(folder_ / "mesh.yaml");
        std::ofstream scenario(folder_ / "scale.yaml");
        scenario << "apiVersion: meshcast/v1\nkind: Scenario\nmetadata: {name: scale}\n"
                    "include: [mesh.yaml]\nduration: 1s\nwarmup: 0s\nreplications: 1\nbehavior:\n";
        std::string traffic = "traffic:\n";
        const std::size_t groups = services / kGroup;
        for (std::size_t group = 0; group < groups; ++group) {
            for (std::size_t i = 0; i < kGroup; ++i) {
                const std::string name = fmt::format("s{}-{}", group, i);
                manifests << manifest(name);
                scenario << fmt::format("  {}: {{workers: 8, operations: {{\"GET /\": {{script: [{}]}}}}}}\n",
                                        name, script(group, i));
            }
            traffic += fmt::format("  - {{name: t{0}, to: s{0}-0, rate: {1}/s}}\n", group,
                                   kRequestsPerSecond / static_cast<double>(groups));
        }
        scenario << traffic;
    }

    ~GeneratedMesh() { std::filesystem::remove_all(folder_); }

    GeneratedMesh(const GeneratedMesh&) = delete;
    GeneratedMesh& operator=(const GeneratedMesh&) = delete;

    Scenario load(const std::string& plane) const {
        LoadRequest request;
        request.paths = {(folder_ / "scale.yaml").string()};
        request.planes = {plane};
        Loaded loaded = load_scenario(request);
        if (loaded.diagnostics.has_errors()) {
            throw std::logic_error("the generated mesh is wrong");
        }
        return std::move(loaded.scenario);
    }

  private:
    static std::string manifest(const std::string& name) {
        return fmt::format("---\napiVersion: v1\nkind: Service\nmetadata: {{name: {0}}}\n"
                           "spec: {{selector: {{app: {0}}}, ports: [{{name: http, port: 80}}]}}\n"
                           "---\napiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: {0}}}\n"
                           "spec: {{replicas: 10, selector: {{matchLabels: {{app: {0}}}}}, template: "
                           "{{metadata: {{labels: {{app: {0}}}}}, spec: {{containers: [{{name: app, image: "
                           "app}}]}}}}}}\n",
                           name);
    }

    static std::string script(std::size_t group, std::size_t i) {
        std::string steps = "{compute: 50us}";
        if (i == 0) {
            steps +=
                fmt::format(", {{parallel: [{{call: s{0}-1}}, {{call: s{0}-2}}, {{call: s{0}-3}}]}}", group);
        } else if (i <= 3) {
            steps += fmt::format(", {{call: s{0}-{1}}}, {{call: s{0}-{2}}}", group, 2 * i + 2, 2 * i + 3);
        }
        return steps;
    }

    std::filesystem::path folder_;
};

void load_mesh(benchmark::State& state) {
    const GeneratedMesh mesh(static_cast<std::size_t>(state.range(0)));
    const std::size_t before = heap_in_use();
    for (auto iteration : state) {
        const Scenario scenario = mesh.load("none");
        const Run run(scenario, scenario.planes.front(), 0, kStart);
        state.counters["heap_bytes"] = static_cast<double>(heap_in_use() - before);
    }
}

void simulate_mesh(benchmark::State& state, const std::string& plane) {
    const GeneratedMesh mesh(static_cast<std::size_t>(state.range(0)));
    const Scenario scenario = mesh.load(plane);
    Run run(scenario, scenario.planes.front(), 0, kStart);
    run_in_slices(state, run, 10ms);
}

BENCHMARK_CAPTURE(simulate_mesh, none, "none")->Name("scale")->RangeMultiplier(10)->Range(10, 10'000);
BENCHMARK_CAPTURE(simulate_mesh, istio_sidecar, "istio-sidecar")
    ->Name("scale_sidecars")
    ->RangeMultiplier(10)
    ->Range(10, 10'000);
BENCHMARK(load_mesh)->Name("load")->RangeMultiplier(10)->Range(10, 10'000)->Unit(benchmark::kMillisecond);

} // namespace
} // namespace meshcast
