#include "tests/reports/sample_result.h"

#include "engine/portable_math.h"

#include <fmt/format.h>

#include <limits>

namespace meshcast {

namespace {

using namespace std::chrono_literals;

constexpr int kReplications = 5;
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

/// What a plane does to the figures.
struct Shape {
    std::string name;
    std::string title;
    std::string proxy;
    std::string proxy_title;
    double added_ms; // a hop
    double proxy_vcpu;
    int proxies;
    double memory_mib;
};

/// `requests` of lognormal latency at evenly spaced quantiles, one in `failing` failed (0: none).
RequestStats requests_of(std::uint64_t requests, double median_ms, double proxy_share,
                         std::uint64_t failing = 0) {
    RequestStats stats;
    stats.requests = requests;
    stats.failures = failing == 0 ? 0 : requests / failing;
    stats.outcomes["200"] = requests - stats.failures;
    if (stats.failures > 0) {
        stats.outcomes["503 UF"] = stats.failures;
    }
    constexpr std::uint64_t steps = 2000;
    double sum = 0;
    for (std::uint64_t i = 0; i < steps; ++i) {
        const double q = (static_cast<double>(i) + 0.5) / steps;
        const double ms = median_ms * portable_exp(0.35 * normal_quantile(q));
        const std::uint64_t count = requests / steps + (i < requests % steps ? 1 : 0);
        if (count > 0) {
            stats.latency.record(from_seconds(ms / 1e3), count);
            sum += ms / 1e3 * static_cast<double>(count);
        }
    }
    const auto share = [&](Component component) -> double& {
        return stats.breakdown_seconds[static_cast<std::size_t>(component)];
    };
    share(Component::ProxyCpu) = sum * proxy_share * 0.6;
    share(Component::ProxyQueue) = sum * proxy_share * 0.15;
    share(Component::Redirect) = sum * proxy_share * 0.25;
    share(Component::Network) = sum * 0.12;
    share(Component::AppQueue) = sum * 0.05;
    share(Component::AppCpu) = sum * (0.83 - proxy_share);
    return stats;
}

ReplicationResult replication_of(const Shape& shape, int number) {
    constexpr std::uint64_t requests = 10'000;
    const double wobble = 1 + 0.004 * (number - 2);
    const auto add = [&](double base_ms, int hops) { return (base_ms + shape.added_ms * hops) * wobble; };
    const auto share = [&](double base_ms, int hops) {
        return shape.added_ms * hops / (base_ms + shape.added_ms * hops);
    };
    const std::uint64_t failing = shape.name == "istio-ambient" ? 400 : 0;
    ReplicationResult result;
    result.seed = 1;
    result.replication = number;
    result.events = 1'234'567;
    result.fingerprint = 0xfeedULL + static_cast<std::uint64_t>(number);
    result.simulated = 60s;
    result.warmup = 10s;
    result.total = requests_of(requests, add(8.2, 3), share(8.2, 3), failing);
    result.traffic["shoppers"] = result.total;
    const auto service = [&](const std::string& from, const std::string& to, std::uint64_t count, double ms,
                             int hops, std::uint64_t bad = 0) {
        const RequestStats stats = requests_of(count, add(ms, hops), share(ms, hops), bad);
        result.edges[{from, to}] = stats;
        result.services[to].merge(stats);
    };
    service("outside", "bookinfo/productpage", requests, 8.2, 3, failing);
    service("bookinfo/productpage-v1", "bookinfo/details", requests, 1.2, 1);
    service("bookinfo/productpage-v1", "bookinfo/reviews", requests, 4.1, 2, failing);
    service("bookinfo/reviews-v2", "bookinfo/ratings", requests / 3, 0.8, 1, failing == 0 ? 0 : 15);
    service("bookinfo/reviews-v3", "bookinfo/ratings", requests / 3, 0.8, 1);
    for (const auto& [name, vcpu] :
         std::initializer_list<std::pair<const char*, double>>{{"productpage-v1", 0.8},
                                                               {"details-v1", 0.22},
                                                               {"reviews-v1", 0.2},
                                                               {"reviews-v2", 0.23},
                                                               {"reviews-v3", 0.23},
                                                               {"ratings-v1", 0.12}}) {
        result.workloads[std::string("bookinfo/") + name] = {1,     vcpu * wobble, vcpu / 2, mebibytes(96),
                                                             {100}, mebibytes(128)};
    }
    if (shape.proxies > 0) {
        result.proxies[shape.proxy] = {shape.proxies,
                                       shape.proxy_vcpu * wobble,
                                       shape.proxy_vcpu / shape.proxies,
                                       mebibytes(static_cast<std::int64_t>(shape.memory_mib)),
                                       MilliCpu{100} * shape.proxies,
                                       mebibytes(128) * shape.proxies};
    }
    return result;
}

Estimate estimate_of(double value, double half_width) {
    return {value, half_width};
}

PlaneResult plane_of(const Shape& shape, int replications) {
    PlaneResult plane;
    plane.plane.name = shape.name;
    plane.plane.title = shape.title;
    plane.plane.version = shape.proxies == 0 ? "" : "1.24";
    plane.plane.description = "Made up for the tests.";
    if (shape.proxies > 0) {
        ProxyProfile profile;
        profile.name = shape.proxy;
        profile.title = shape.proxy_title;
        plane.plane.proxies.push_back(profile);
        plane.plane.mtls = true;
        plane.plane.citations = {{"CPU per request", "0.20 vCPU at 1000 rps", "1 KB, mTLS, 2 workers",
                                  "https://istio.io/latest/docs/ops/deployment/performance-and-scalability/",
                                  false},
                                 {"connection set-up", "30 us", "", "no measurement found", true}};
    }
    for (int i = 0; i < replications; ++i) {
        plane.replications.push_back(replication_of(shape, i));
        const ReplicationResult& latest = plane.replications.back();
        if (i == 0) {
            plane.pooled = latest;
            continue;
        }
        plane.pooled.total.merge(latest.total);
        const auto merge = [](auto& into, const auto& from) {
            for (const auto& [key, stats] : from) {
                into[key].merge(stats);
            }
        };
        merge(plane.pooled.traffic, latest.traffic);
        merge(plane.pooled.services, latest.services);
        merge(plane.pooled.edges, latest.edges);
    }
    const RequestStats& total = plane.pooled.total;
    const double half = replications < 2 ? kNaN : 1;
    const auto quantile = [&](double q, double width) {
        return estimate_of(to_seconds(total.latency.quantile(q)), width * half);
    };
    plane.p50 = quantile(0.5, 31e-6);
    plane.p90 = quantile(0.9, 52e-6);
    plane.p99 = quantile(0.99, 110e-6);
    plane.p999 = quantile(0.999, 480e-6);
    plane.mean = estimate_of(to_seconds(total.latency.mean()), 28e-6 * half);
    const double good = static_cast<double>(total.requests - total.failures);
    plane.goodput = estimate_of(total.requests == 0 ? 0 : good / (50.0 * replications), 0.8 * half);
    plane.failure_ratio = estimate_of(
        total.requests == 0 ? 0 : static_cast<double>(total.failures) / static_cast<double>(total.requests),
        total.failures == 0 ? 0 * half : 0.0001 * half);
    plane.app_vcpu = estimate_of(1.8, 0.01 * half);
    plane.proxy_vcpu = estimate_of(shape.proxy_vcpu, 0.004 * half);
    plane.proxy_memory_bytes = shape.memory_mib * 1024 * 1024;
    plane.proxy_cost_a_month = shape.proxy_vcpu * 24 + shape.memory_mib / 1024 * 3;
    plane.cost_a_month = 61.2 + plane.proxy_cost_a_month;
    return plane;
}

Workload workload_of(const std::string& app, const std::string& version, int replicas) {
    Workload workload;
    workload.metadata.name = app + "-" + version;
    workload.metadata.name_space = "bookinfo";
    workload.replicas = replicas;
    workload.pod.labels = {{"app", app}, {"version", version}};
    return workload;
}

Service service_of(const std::string& app) {
    Service service;
    service.metadata.name = app;
    service.metadata.name_space = "bookinfo";
    service.selector = {{"app", app}};
    return service;
}

Scenario scenario_of() {
    Scenario scenario;
    scenario.name = "bookinfo";
    scenario.description = "Lesson: users pay for a data plane once a hop, not once a request.";
    for (const char* app : {"productpage", "details", "reviews", "ratings"}) {
        scenario.topology.services.push_back(service_of(app));
    }
    scenario.topology.workloads = {workload_of("productpage", "v1", 2), workload_of("details", "v1", 1),
                                   workload_of("reviews", "v1", 1),     workload_of("reviews", "v2", 1),
                                   workload_of("reviews", "v3", 1),     workload_of("ratings", "v1", 1)};
    Traffic traffic;
    traffic.name = "shoppers";
    traffic.to = "productpage";
    traffic.operation = "GET /productpage";
    traffic.rate = {200};
    traffic.origin = {"bookinfo.yaml", 41, 5};
    scenario.traffic = {traffic};
    scenario.prices = {"gcp-e2-us-central1",
                       "https://cloud.google.com/compute/vm-instance-pricing",
                       0.0218,
                       0.0029,
                       730,
                       "USD",
                       false};
    scenario.warmup = 10s;
    scenario.replications = kReplications;
    scenario.files = {"bookinfo.yaml", "bookinfo/bookinfo.yaml"};
    scenario.digest = "9f2c6a01b77e4d35";
    scenario.inferences = {{"reviews-v2 calls ratings:9080: environment variable RATINGS_URL",
                            {"bookinfo/bookinfo.yaml", 120, 13}}};
    scenario.unmodelled = {{"HorizontalPodAutoscaler (autoscaling/v2)", 2, {"bookinfo/hpa.yaml", 1, 1}}};
    return scenario;
}

const std::vector<Shape>& shapes() {
    static const std::vector<Shape> all{
        {"none", "No mesh", "", "", 0, 0, 0, 0},
        {"istio-sidecar", "Istio, sidecars", "sidecar", "Envoy sidecar", 0.62, 0.71, 7, 466},
        {"istio-ambient", "Istio, ambient", "ztunnel", "ztunnel", 0.17, 0.18, 3, 41},
        {"linkerd", "Linkerd", "linkerd-proxy", "Linkerd proxy", 0.31, 0.34, 7, 88}};
    return all;
}

/// Pairs know the difference four times better than each plane is known.
Differences added_by(const PlaneResult& plane, const PlaneResult& reference, int replications) {
    const auto of = [&](Estimate PlaneResult::* which) {
        return Estimate{(plane.*which).value - (reference.*which).value, (plane.*which).half_width / 4};
    };
    Differences added;
    added.replications = replications;
    added.p50 = of(&PlaneResult::p50);
    added.p90 = of(&PlaneResult::p90);
    added.p99 = of(&PlaneResult::p99);
    added.p999 = of(&PlaneResult::p999);
    added.mean = of(&PlaneResult::mean);
    added.goodput = of(&PlaneResult::goodput);
    added.failure_ratio = of(&PlaneResult::failure_ratio);
    added.app_vcpu = of(&PlaneResult::app_vcpu);
    added.proxy_vcpu = of(&PlaneResult::proxy_vcpu);
    added.vcpu = {added.app_vcpu.value + added.proxy_vcpu.value, added.proxy_vcpu.half_width};
    return added;
}

RunResult result_of(const std::vector<Shape>& planes, int replications) {
    RunResult result;
    result.meshcast_version = "0.1.0";
    result.scenario = scenario_of();
    for (const Shape& shape : planes) {
        PlaneResult plane = plane_of(shape, replications);
        if (!result.planes.empty()) {
            plane.added = added_by(plane, result.planes.front(), replications);
        }
        plane.reproduce_one =
            "meshcast run bookinfo.yaml --plane " + shape.name + " --warmup 10s --seed 1 --replication";
        result.planes.push_back(std::move(plane));
    }
    result.assumptions = {"bookinfo.yaml gives no nodes: three of 8 vCPU and 32 GiB were assumed."};
    result.reproduce = "meshcast compare bookinfo.yaml --seed 1 --replications 5";
    return result;
}

ThresholdVerdict verdict_of(const PlaneResult& plane) {
    ThresholdVerdict verdict;
    verdict.threshold.text = "http_req_duration: p(99) < 20ms";
    verdict.threshold.metric = "http_req_duration";
    verdict.threshold.aggregation = "p";
    verdict.threshold.percentile = 99;
    verdict.threshold.comparison = "<";
    verdict.threshold.limit = 0.020;
    verdict.threshold.origin = {"bookinfo.yaml", 50, 5};
    verdict.plane = plane.plane.name;
    verdict.observed = plane.p99.value;
    verdict.half_width = plane.p99.half_width;
    verdict.samples = plane.pooled.total.requests;
    verdict.replications = static_cast<int>(plane.replications.size());
    verdict.held = verdict.observed < verdict.threshold.limit;
    verdict.state = verdict.held ? VerdictState::Pass : VerdictState::Fail;
    return verdict;
}

} // namespace

RunResult sample_comparison() {
    RunResult result = result_of(shapes(), kReplications);
    for (const PlaneResult& plane : result.planes) {
        result.thresholds.push_back(verdict_of(plane));
    }
    ThresholdVerdict& close = result.thresholds[2];
    close.threshold.text = "http_req_duration: p(99) < 19.6ms";
    close.threshold.limit = 0.0196;
    close.state = VerdictState::Undecided;
    result.scenario.thresholds = {result.thresholds.front().threshold};
    result.planes[2].findings = {
        "0.25 % of requests failed with UF: bookinfo/ratings refused connections 167 times "
        "(bookinfo/bookinfo.yaml:131)."};
    const std::string doubt =
        "p99.9 rests on 50 samples a replication. Simulate longer (--duration 10m) or more often "
        "(--replications 20).";
    for (PlaneResult& plane : result.planes) {
        plane.doubts = {doubt};
    }
    return result;
}

RunResult sample_run() {
    RunResult result = result_of({shapes()[1]}, kReplications);
    result.thresholds.push_back(verdict_of(result.planes.front()));
    result.planes.front().doubts = {
        "p99.9 rests on 50 samples a replication. Simulate longer (--duration 10m)."};
    result.reproduce = "meshcast run bookinfo.yaml --plane istio-sidecar --seed 1";
    return result;
}

RunResult empty_result() {
    RunResult result = result_of({}, 0);
    result.partial = true;
    return result;
}

RunResult idle_result() {
    RunResult result = result_of({shapes()[0], shapes()[1]}, 1);
    for (PlaneResult& plane : result.planes) {
        plane.pooled = ReplicationResult{};
        plane.replications = {ReplicationResult{}};
        plane.p50 = plane.p90 = plane.p99 = plane.p999 = plane.mean = Estimate{kNaN, kNaN};
        plane.goodput = plane.failure_ratio = Estimate{0, kNaN};
        if (plane.added) {
            Differences& added = *plane.added;
            added.p50 = added.p90 = added.p99 = added.p999 = added.mean = Estimate{kNaN, kNaN};
        }
    }
    result.thresholds.push_back(verdict_of(result.planes[1]));
    result.thresholds.back().samples = 0;
    result.thresholds.back().half_width = kNaN;
    result.thresholds.back().replications = 0;
    result.thresholds.back().observed = kNaN;
    result.thresholds.back().held = false;
    return result;
}

RunResult hostile_result() {
    RunResult result = sample_comparison();
    const std::string attack =
        "</script><script>window.stolen=1</script><b onmouseover='x'>\"`|*&\x1b[31m\xff\n{{name}}";
    result.scenario.name = attack;
    result.scenario.description = attack;
    result.scenario.digest = attack;
    result.scenario.files = {attack};
    result.scenario.traffic[0].name = attack;
    result.scenario.traffic[0].to = attack;
    result.scenario.traffic[0].operation = attack;
    result.scenario.inferences[0].text = attack;
    result.scenario.unmodelled[0].kind = attack;
    result.scenario.prices.currency = attack;
    result.scenario.prices.source = "javascript:alert(1)";
    for (Workload& workload : result.scenario.topology.workloads) {
        workload.metadata.name += attack;
        workload.metadata.name_space = attack;
    }
    for (Service& service : result.scenario.topology.services) {
        service.metadata.name += attack;
        service.metadata.name_space = attack;
    }
    result.assumptions = {attack};
    result.reproduce = attack;
    for (PlaneResult& plane : result.planes) {
        plane.plane.name += attack;
        plane.plane.title = attack;
        plane.reproduce_one = attack;
        plane.plane.description = attack;
        plane.findings = {attack};
        plane.doubts = {attack};
        for (Citation& citation : plane.plane.citations) {
            citation = {attack, attack, attack, "javascript:alert(1)", citation.assumed};
        }
        ReplicationResult& pooled = plane.pooled;
        const RequestStats stats = pooled.total;
        pooled.total.outcomes[attack] = 3;
        pooled.services = {{attack, stats}, {"other/" + attack, stats}};
        pooled.edges = {{{"outside", attack}, stats}, {{attack, "other/" + attack}, stats}};
        pooled.workloads = {{attack, {}}};
        pooled.proxies = {{attack, {}}};
    }
    for (ThresholdVerdict& verdict : result.thresholds) {
        verdict.threshold.text = attack;
        verdict.plane = attack;
    }
    return result;
}

RunResult large_result(int services, int planes) {
    RunResult result = result_of({}, 0);
    result.scenario.topology = {};
    // A tree with some calls back up, which makes cycles. A team owns a subtree.
    const auto team = [](int i) {
        while (i >= 15) {
            i = (i - 1) / 3;
        }
        return fmt::format("team-{:02}", i < 5 ? 0 : i);
    };
    const auto name = [&](int i) { return fmt::format("{}/service-{:04}", team(i), i); };
    for (int i = 0; i < services; ++i) {
        Service service;
        service.metadata.name = fmt::format("service-{:04}", i);
        service.metadata.name_space = team(i);
        service.selector = {{"app", service.metadata.name}};
        Workload workload;
        workload.metadata = service.metadata;
        workload.pod.labels = service.selector;
        workload.replicas = 1 + i % 4;
        result.scenario.topology.services.push_back(service);
        result.scenario.topology.workloads.push_back(workload);
    }
    for (int p = 0; p < planes; ++p) {
        Shape shape = shapes()[static_cast<std::size_t>(p) % shapes().size()];
        shape.name += p < static_cast<int>(shapes().size()) ? "" : fmt::format("-{}", p);
        PlaneResult plane = plane_of(shape, 2);
        plane.pooled.services.clear();
        plane.pooled.edges.clear();
        for (int i = 0; i < services; ++i) {
            const std::string caller = i == 0 ? "outside" : name((i - 1) / 3);
            const RequestStats stats = requests_of(static_cast<std::uint64_t>(20'000 / (i + 1) + 10),
                                                   1 + i % 7, 0.2, i % 97 == 5 ? 20 : 0);
            plane.pooled.edges[{caller, name(i)}] = stats;
            plane.pooled.services[name(i)] = stats;
            plane.pooled.workloads[name(i)] = {1 + i % 4, 0.1, 0.2, mebibytes(64), {100}, mebibytes(64)};
            if (i % 10 == 9) {
                plane.pooled.edges[{name(i), name(i / 10)}] = stats;
            }
        }
        result.planes.push_back(std::move(plane));
    }
    return result;
}

} // namespace meshcast
