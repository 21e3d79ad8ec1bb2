#include "reports/json.h"

#include "reports/assets.h"
#include "reports/view/notes.h"
#include "reports/view/summary.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <cmath>

namespace meshcast {

namespace {

using Json =
    nlohmann::ordered_json; // keys in the order of writing, so that files can be compared line by line

/// Times are whole nanoseconds; rounding to them keeps "4.21" from becoming "4.2099999999999995".
double milliseconds(double seconds) {
    return std::round(seconds * 1e9) / 1e6;
}

Json estimate(const Estimate& estimate) {
    const double half_width = std::isfinite(estimate.half_width) ? estimate.half_width : std::nan("");
    return {{"value", estimate.value}, {"half_width_95", half_width}};
}

Json latency_estimate(const Estimate& seconds) {
    return estimate({milliseconds(seconds.value), milliseconds(seconds.half_width)});
}

Json position(const Origin& origin) {
    if (origin.file.empty()) {
        return nullptr;
    }
    return {{"file", origin.file}, {"line", origin.line}, {"column", origin.column}};
}

Json latency_summary(const LatencyHistogram& latency) {
    if (latency.count() == 0) {
        return nullptr;
    }
    return {{"min", to_milliseconds(latency.min())},
            {"mean", to_milliseconds(latency.mean())},
            {"p50", to_milliseconds(latency.quantile(0.5))},
            {"p90", to_milliseconds(latency.quantile(0.9))},
            {"p95", to_milliseconds(latency.quantile(0.95))},
            {"p99", to_milliseconds(latency.quantile(0.99))},
            {"p99.9", to_milliseconds(latency.quantile(0.999))},
            {"max", to_milliseconds(latency.max())}};
}

Json breakdown(const RequestStats& stats) {
    Json parts = Json::object();
    for (std::size_t i = 0; i < kComponents; ++i) {
        const double seconds =
            stats.requests == 0 ? 0 : stats.breakdown_seconds[i] / static_cast<double>(stats.requests);
        parts[std::string(component_name(static_cast<Component>(i)))] = milliseconds(seconds);
    }
    return parts;
}

Json request_stats(const RequestStats& stats, double seconds) {
    const auto requests = static_cast<double>(stats.requests);
    Json outcomes = Json::object();
    for (const auto& [outcome, count] : stats.outcomes) {
        outcomes[outcome] = count;
    }
    return {{"requests", stats.requests},
            {"requests_per_s", seconds > 0 ? requests / seconds : 0},
            {"failures", stats.failures},
            {"failure_ratio", stats.requests > 0 ? static_cast<double>(stats.failures) / requests : 0},
            {"latency_ms", latency_summary(stats.latency)},
            {"mean_breakdown_ms", breakdown(stats)},
            {"outcomes", outcomes}};
}

/// Buckets that are not empty: counts[i] values in [from_ms[i], to_ms[i]).
Json histogram(const LatencyHistogram& latency) {
    Json from = Json::array();
    Json to = Json::array();
    Json counts = Json::array();
    latency.for_each_bucket([&](Duration lower, Duration upper, std::uint64_t count) {
        from.push_back(to_milliseconds(lower));
        to.push_back(to_milliseconds(upper));
        counts.push_back(count);
    });
    return {{"from_ms", from}, {"to_ms", to}, {"counts", counts}};
}

Json resource_use(const ResourceUse& use) {
    return {{"instances", use.instances},
            {"vcpu", use.vcpu},
            {"busiest_utilisation", use.busiest_utilisation},
            {"memory_bytes", use.memory.count},
            {"cpu_request_millicores", use.cpu_request.count},
            {"memory_request_bytes", use.memory_request.count}};
}

template <class Map, class Function>
Json by_name(const Map& map, Function json_of) {
    Json object = Json::object();
    for (const auto& [name, value] : map) {
        object[name] = json_of(value);
    }
    return object;
}

Json citations(const DataPlane& plane) {
    Json list = Json::array();
    for (const Citation& citation : plane.citations) {
        list.push_back({{"figure", citation.figure},
                        {"value", citation.value},
                        {"conditions", citation.conditions},
                        {"source", citation.source},
                        {"assumed", citation.assumed}});
    }
    return list;
}

Json replications(const PlaneResult& plane) {
    Json list = Json::array();
    for (const ReplicationResult& replication : plane.replications) {
        list.push_back({{"replication", replication.replication},
                        {"seed", replication.seed},
                        {"events", replication.events},
                        {"fingerprint", fmt::format("{:016x}", replication.fingerprint)},
                        {"simulated_s", to_seconds(replication.simulated)},
                        {"warmup_s", to_seconds(replication.warmup)},
                        {"partial", replication.partial},
                        {"queue_growth_per_s", replication.queue_growth},
                        {"requests", replication.total.requests},
                        {"latency_ms", latency_summary(replication.total.latency)},
                        {"reproduce", plane.reproduce_one.empty() ? ""
                                                                  : fmt::format("{} {}", plane.reproduce_one,
                                                                                replication.replication)}});
    }
    return list;
}

/// null for the plane that the others are compared with.
Json differences(const PlaneResult& plane) {
    if (!plane.added) {
        return nullptr;
    }
    const Differences& added = *plane.added;
    const auto with_sense = [](Json json, const Estimate& difference) {
        json["measurable"] = std::isfinite(difference.half_width) ? Json(is_measurable(difference)) : Json();
        return json;
    };
    const auto latency = [&](const Estimate& seconds) {
        return with_sense(latency_estimate(seconds), seconds);
    };
    const auto plain = [&](const Estimate& value) { return with_sense(estimate(value), value); };
    return {{"replications", added.replications},
            {"latency_ms",
             {{"mean", latency(added.mean)},
              {"p50", latency(added.p50)},
              {"p90", latency(added.p90)},
              {"p99", latency(added.p99)},
              {"p99.9", latency(added.p999)}}},
            {"goodput_per_s", plain(added.goodput)},
            {"failure_ratio", plain(added.failure_ratio)},
            {"app_vcpu", plain(added.app_vcpu)},
            {"proxy_vcpu", plain(added.proxy_vcpu)},
            {"vcpu", plain(added.vcpu)}};
}

Json plane_result(const PlaneResult& plane) {
    const double seconds = measured_seconds(plane);
    const auto stats = [&](const RequestStats& requests) { return request_stats(requests, seconds); };
    Json edges = Json::array();
    for (const auto& [key, requests] : plane.pooled.edges) {
        Json edge{{"from", key.from}, {"to", key.to}};
        edge.update(stats(requests));
        edges.push_back(std::move(edge));
    }
    return {{"name", plane.plane.name},
            {"title", plane.plane.title},
            {"version", plane.plane.version},
            {"latency_ms",
             {{"mean", latency_estimate(plane.mean)},
              {"p50", latency_estimate(plane.p50)},
              {"p90", latency_estimate(plane.p90)},
              {"p99", latency_estimate(plane.p99)},
              {"p99.9", latency_estimate(plane.p999)}}},
            {"goodput_per_s", estimate(plane.goodput)},
            {"failure_ratio", estimate(plane.failure_ratio)},
            {"app_vcpu", estimate(plane.app_vcpu)},
            {"proxy_vcpu", estimate(plane.proxy_vcpu)},
            {"proxy_memory_bytes", plane.proxy_memory_bytes},
            {"cost_per_month", plane.cost_a_month},
            {"proxy_cost_per_month", plane.proxy_cost_a_month},
            {"added", differences(plane)},
            {"total", stats(plane.pooled.total)},
            {"histogram", histogram(plane.pooled.total.latency)},
            {"traffic", by_name(plane.pooled.traffic, stats)},
            {"services", by_name(plane.pooled.services, stats)},
            {"edges", edges},
            {"workloads", by_name(plane.pooled.workloads, resource_use)},
            {"proxies", by_name(plane.pooled.proxies, resource_use)},
            {"replications", replications(plane)},
            {"findings", plane.findings},
            {"doubts", plane.doubts},
            {"citations", citations(plane.plane)}};
}

Json scenario(const Scenario& scenario) {
    Json traffic = Json::array();
    for (const Traffic& source : scenario.traffic) {
        traffic.push_back({{"name", source.name},
                           {"description", traffic_text(source, scenario.duration)},
                           {"origin", position(source.origin)}});
    }
    Json inferences = Json::array();
    for (const Inference& inference : scenario.inferences) {
        inferences.push_back({{"text", inference.text}, {"origin", position(inference.origin)}});
    }
    Json unmodelled = Json::array();
    for (const UnmodelledKind& kind : scenario.unmodelled) {
        unmodelled.push_back({{"kind", kind.kind}, {"count", kind.count}, {"first", position(kind.first)}});
    }
    const Prices& prices = scenario.prices;
    return {{"name", scenario.name},
            {"description", scenario.description},
            {"files", scenario.files},
            {"digest", scenario.digest},
            {"seed", scenario.seed},
            {"replications", scenario.replications},
            {"max_replications", scenario.most_replications()},
            {"duration_s", to_seconds(scenario.duration)},
            {"warmup_s", scenario.warmup ? Json(to_seconds(*scenario.warmup)) : Json("auto")},
            {"traffic", traffic},
            {"prices",
             {{"name", prices.name},
              {"currency", prices.currency},
              {"vcpu_hour", prices.vcpu_hour},
              {"gibibyte_hour", prices.gibibyte_hour},
              {"hours_per_month", prices.hours_a_month},
              {"source", prices.source},
              {"assumed", prices.assumed}}},
            {"inferences", inferences},
            {"unmodelled", unmodelled}};
}

std::string_view state_name(VerdictState state) {
    switch (state) {
    case VerdictState::Pass:
        return "pass";
    case VerdictState::Fail:
        return "fail";
    case VerdictState::Undecided:
        break;
    }
    return "undecided";
}

Json thresholds(const RunResult& result) {
    Json list = Json::array();
    for (const ThresholdVerdict& verdict : result.thresholds) {
        const Threshold& threshold = verdict.threshold;
        list.push_back({{"text", threshold.text},
                        {"plane", verdict.plane},
                        {"metric", threshold.metric},
                        {"comparison", threshold.comparison},
                        {"limit", threshold.limit},
                        {"observed", verdict.observed},
                        {"half_width_95", verdict.half_width},
                        {"samples", verdict.samples},
                        {"replications", verdict.replications},
                        {"state", state_name(verdict.state)},
                        {"held", verdict.held},
                        {"origin", position(threshold.origin)}});
    }
    return list;
}

} // namespace

std::string render_json(const RunResult& result, const RenderOptions&) {
    Json planes = Json::array();
    for (const PlaneResult& plane : result.planes) {
        planes.push_back(plane_result(plane));
    }
    const Json document{{"schemaVersion", kResultSchemaVersion},
                        {"meshcast_version", result.meshcast_version},
                        {"partial", result.partial},
                        {"verdict", verdict(result)},
                        {"scenario", scenario(result.scenario)},
                        {"thresholds", thresholds(result)},
                        {"planes", planes},
                        {"assumptions", result.assumptions},
                        {"reproduce", result.reproduce}};
    // Names come from the user's files, which need not be UTF-8.
    return document.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
}

std::string_view result_json_schema() {
    return assets::result_schema_json;
}

} // namespace meshcast
