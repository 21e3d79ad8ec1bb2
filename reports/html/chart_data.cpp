#include "reports/html/chart_data.h"

#include <nlohmann/json.hpp>

#include <cmath>

namespace meshcast {

namespace {

using Json = nlohmann::ordered_json;

constexpr double kMostNines = 4;   // the curve ends at p99.99
constexpr double kFewestAbove = 5; // samples that a point of the curve rests on at least
constexpr int kPointsPerNine = 20;

double rounded_ms(double seconds) {
    return std::round(seconds * 1e7) / 1e4; // to 0.1 µs, finer than any pixel
}

Json milliseconds(const Estimate& seconds) {
    return {{"value", rounded_ms(seconds.value)}, {"half", rounded_ms(seconds.half_width)}};
}

/// Latency at evenly spaced counts of nines: 0 is p0, 1 is p90, 2 is p99, as far as there are samples.
Json percentile_curve(const LatencyHistogram& latency) {
    Json points = Json::array();
    const auto samples = static_cast<double>(latency.count());
    for (int i = 0; i <= static_cast<int>(kMostNines) * kPointsPerNine; ++i) {
        const double nines = static_cast<double>(i) / kPointsPerNine;
        const double above = std::pow(10.0, -nines);
        if (samples * above < kFewestAbove) {
            break;
        }
        points.push_back({{"x", nines}, {"y", rounded_ms(to_seconds(latency.quantile(1 - above)))}});
    }
    return points;
}

Json plane_data(const PlaneResult& plane) {
    const RequestStats& total = plane.pooled.total;
    Json breakdown = Json::array();
    for (const double seconds : total.breakdown_seconds) {
        breakdown.push_back(total.requests == 0 ? 0
                                                : rounded_ms(seconds / static_cast<double>(total.requests)));
    }
    double app_memory = 0;
    for (const auto& [name, use] : plane.pooled.workloads) {
        app_memory += static_cast<double>(use.memory.count);
    }
    constexpr double mebi = 1024.0 * 1024.0;
    return {
        {"name", plane.plane.name},
        {"percentiles",
         {milliseconds(plane.p50), milliseconds(plane.p90), milliseconds(plane.p99),
          milliseconds(plane.p999)}},
        {"curve", percentile_curve(total.latency)},
        {"breakdown", breakdown},
        {"cpu", {{"apps", plane.app_vcpu.value}, {"proxies", plane.proxy_vcpu.value}}},
        {"memory", {{"apps", app_memory / mebi}, {"proxies", plane.proxy_memory_bytes / mebi}}},
        {"cost",
         {{"apps", plane.cost_a_month - plane.proxy_cost_a_month}, {"proxies", plane.proxy_cost_a_month}}}};
}

/// Limits on the latency of all traffic, to be drawn as lines over the percentile they are about.
Json latency_limits(const RunResult& result) {
    Json limits = Json::array();
    for (const Threshold& threshold : result.scenario.thresholds) {
        const bool of_all = threshold.metric == "http_req_duration" && threshold.service.empty();
        if (of_all && threshold.aggregation == "p") {
            limits.push_back({{"percentile", threshold.percentile}, {"ms", rounded_ms(threshold.limit)}});
        }
    }
    return limits;
}

/// "<" would let a name end the script element; the rest is ASCII.
std::string script_safe(const Json& json) {
    const std::string text = json.dump(-1, ' ', true, Json::error_handler_t::replace);
    std::string safe;
    for (const char c : text) {
        if (c == '<') {
            safe += "\\u003c";
        } else {
            safe += c;
        }
    }
    return safe;
}

} // namespace

std::string chart_data(const RunResult& result) {
    Json planes = Json::array();
    for (const PlaneResult& plane : result.planes) {
        planes.push_back(plane_data(plane));
    }
    Json components = Json::array();
    for (std::size_t i = 0; i < kComponents; ++i) {
        components.push_back(component_name(static_cast<Component>(i)));
    }
    return script_safe({{"planes", planes},
                        {"components", components},
                        {"limits", latency_limits(result)},
                        {"currency", result.scenario.prices.currency}});
}

} // namespace meshcast
