// The plane profiles against the measurements they were fitted to. docs/calibration.md shows what this
// prints.

#include "scenarios/load.h"
#include "sim/experiment/experiment.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <string>
#include <vector>

namespace meshcast {

namespace {

constexpr double kTolerance = 0.25;

/// The shipped rig: fortio to fortio, 1 KB, both in the mesh.
Scenario rig(std::vector<std::string> planes, double rate, int connections, ArrivalKind arrival,
             double seconds = 30, double machine_speed = 1) {
    LoadRequest request;
    request.paths = {"istio-benchmark"};
    request.planes = std::move(planes);
    request.rate = Rate{rate};
    request.connections = connections;
    request.arrival = arrival;
    request.duration = from_seconds(seconds);
    request.warmup = std::chrono::seconds(2);
    request.replications = 3;
    request.sets = {fmt::format("network.machineSpeed={}", machine_speed)};
    Loaded loaded = load_scenario(request);
    for (const Diagnostic& diagnostic : loaded.diagnostics.sorted()) {
        EXPECT_NE(diagnostic.severity(), Severity::Error) << to_string(diagnostic);
    }
    return loaded.scenario;
}

/// CPU of one instance that carries the traffic, in cores.
double vcpu_each(const PlaneResult& result, const std::string& proxy, int carrying) {
    const ResourceUse& use = result.pooled.proxies.at(proxy);
    double idle = 0;
    for (const ProxyProfile& profile : result.plane.proxies) {
        if (profile.name == proxy) {
            idle = profile.cost.idle.cores();
        }
    }
    return (use.vcpu - use.instances * idle) / carrying + idle;
}

class Istio124 : public testing::Test {
  protected:
    static void SetUpTestSuite() {
        const Scenario scenario = rig({"none", "istio-ambient", "istio-ambient-waypoint", "istio-sidecar"},
                                      1000, 4, ArrivalKind::Jittered);
        ExperimentOptions options;
        options.jobs = 2;
        for (PlaneResult& plane : run_experiment(scenario, options).planes) {
            results().emplace(plane.plane.name, std::move(plane));
        }
    }

    static std::map<std::string, PlaneResult>& results() {
        static std::map<std::string, PlaneResult> all;
        return all;
    }

    static void expect_near(const std::string& what, double value, double published) {
        fmt::print("  {:<42} published {:8.3f}   meshcast {:8.3f}   {:+.0f} %\n", what, published, value,
                   100 * (value / published - 1));
        EXPECT_NEAR(value / published, 1, kTolerance) << what;
    }
};

// istio/istio.io@2e453e8d, chart and text of performance-and-scalability for 1.24: 1000 requests/s, 4
// connections, mTLS.
TEST_F(Istio124, LatencyIsWithinTheToleranceOfTheChart) {
    struct Row {
        const char* plane;
        double p90, p99; // ms
    };

    for (const Row& row : {Row{"none", 0.152, 0.181}, Row{"istio-ambient", 0.262, 0.306},
                           Row{"istio-ambient-waypoint", 0.534, 0.672}, Row{"istio-sidecar", 0.623, 0.722}}) {
        const PlaneResult& result = results().at(row.plane);
        expect_near(std::string(row.plane) + " p90, ms", result.p90.value * 1e3, row.p90);
        expect_near(std::string(row.plane) + " p99, ms", result.p99.value * 1e3, row.p99);
    }
}

TEST_F(Istio124, PlanesComeInThePublishedOrder) {
    EXPECT_LT(results().at("none").p90.value, results().at("istio-ambient").p90.value);
    EXPECT_LT(results().at("istio-ambient").p90.value, results().at("istio-ambient-waypoint").p90.value);
    EXPECT_LT(results().at("istio-ambient-waypoint").p90.value, results().at("istio-sidecar").p90.value);
}

TEST_F(Istio124, CpuAndMemoryAreWithinTheToleranceOfTheText) {
    const PlaneResult& sidecar = results().at("istio-sidecar");
    const PlaneResult& waypoint = results().at("istio-ambient-waypoint");
    const PlaneResult& ambient = results().at("istio-ambient");
    expect_near("sidecar, vCPU", vcpu_each(sidecar, "sidecar", 2), 0.20);
    expect_near("waypoint, vCPU", vcpu_each(waypoint, "waypoint", 1), 0.25);
    expect_near("ztunnel, vCPU", vcpu_each(ambient, "ztunnel", 2), 0.06);
    const auto megabytes_each = [](const PlaneResult& result, const std::string& proxy) {
        const ResourceUse& use = result.pooled.proxies.at(proxy);
        return static_cast<double>(use.memory.count) / use.instances / 1e6;
    };
    expect_near("sidecar, MB", megabytes_each(sidecar, "sidecar"), 60);
    expect_near("waypoint, MB", megabytes_each(waypoint, "waypoint"), 60);
    expect_near("ztunnel, MB", megabytes_each(ambient, "ztunnel"), 12);
}

// istio/tools@8a01e6a6, the sweep of 2020-08-12: mTLS without telemetry, 16 jittered connections, mean of
// client and server.
TEST(Sweep2020, SidecarCpuFallsWithTheRateAsMeasured) {
    struct Row {
        double rate;
        double mcpu;
    };

    for (const Row& row :
         {Row{10, 6.9}, Row{100, 31.4}, Row{500, 122}, Row{1000, 203}, Row{2000, 316.5}, Row{3000, 465}}) {
        Scenario scenario =
            rig({"istio-sidecar"}, row.rate, 16, ArrivalKind::Jittered, std::max(10.0, 3000 / row.rate), 0.9);
        const double mcpu = 1e3 * vcpu_each(run_experiment(scenario, {}).planes.at(0), "sidecar", 2);
        fmt::print("  {:5.0f} requests/s: published {:6.1f} mCPU   meshcast {:6.1f}   {:+.0f} %\n", row.rate,
                   row.mcpu, mcpu, 100 * (mcpu / row.mcpu - 1));
        EXPECT_NEAR(mcpu / row.mcpu, 1, kTolerance);
    }
}

// RichardBieringa/mesh-bench, 2022: proxy CPU of Linkerd over Istio, fortio -uniform over 32 connections. Two
// meshes on one rig: the ratio does not depend on the machine.
TEST(MeshBench2022, LinkerdNeedsTheMeasuredShareOfIstiosCpu) {
    struct Row {
        double rate;
        double linkerd, istio; // vCPU
    };

    for (const Row& row : {Row{100, 0.0362, 0.0622}, Row{1000, 0.1915, 0.3580}}) {
        const Scenario scenario = rig({"istio-sidecar", "linkerd"}, row.rate, 32, ArrivalKind::Uniform);
        const RunResult run = run_experiment(scenario, {});
        const double ratio =
            vcpu_each(run.planes.at(1), "linkerd-proxy", 2) / vcpu_each(run.planes.at(0), "sidecar", 2);
        fmt::print("  {:5.0f} requests/s: published {:.2f}   meshcast {:.2f}\n", row.rate,
                   row.linkerd / row.istio, ratio);
        EXPECT_NEAR(ratio / (row.linkerd / row.istio), 1, kTolerance);
    }
}

// The same, latency: p50 added over no mesh, Linkerd over Istio.
TEST(MeshBench2022, LinkerdAddsTheMeasuredShareOfIstiosLatency) {
    const Scenario scenario = rig({"none", "istio-sidecar", "linkerd"}, 1000, 32, ArrivalKind::Uniform);
    const RunResult run = run_experiment(scenario, {});
    const double base = run.planes.at(0).p50.value;
    const double ratio = (run.planes.at(2).p50.value - base) / (run.planes.at(1).p50.value - base);
    const double published = (0.3794 - 0.1631) / (0.5759 - 0.1631);
    fmt::print("  added p50, Linkerd over Istio: published {:.2f}   meshcast {:.2f}\n", published, ratio);
    EXPECT_NEAR(ratio / published, 1, kTolerance);
}

} // namespace

} // namespace meshcast
