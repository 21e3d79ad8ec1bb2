#include "reports/csv.h"

#include "sim/telemetry/result.h"

#include <fmt/format.h>

#include <cmath>

namespace meshcast {

namespace {

/// Quoted where RFC 4180 needs it, or where a spreadsheet would take the text for a formula.
std::string field(const std::string& text) {
    const bool formula =
        !text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos;
    std::string safe = formula ? "'" + text : text;
    if (safe.find_first_of(",\"\r\n") == std::string::npos) {
        return safe;
    }
    std::string quoted = "\"";
    for (const char c : safe) {
        quoted += c;
        if (c == '"') {
            quoted += c;
        }
    }
    return quoted + "\"";
}

std::string number(double value) {
    return std::isfinite(value) ? fmt::format("{}", value) : "";
}

} // namespace

std::string render_csv(const RunResult& result, const RenderOptions&) {
    std::string text = "scenario,plane,metric,unit,value,half_width_95\r\n";
    const std::string scenario = field(result.scenario.name);
    const std::string currency = field(result.scenario.prices.currency);
    for (const PlaneResult& plane : result.planes) {
        const auto line = [&](std::string_view metric, std::string_view unit, const Estimate& estimate) {
            text += fmt::format("{},{},{},{},{},{}\r\n", scenario, field(plane.plane.name), metric, unit,
                                number(estimate.value), number(estimate.half_width));
        };
        const auto exactly = [](double value) { return Estimate{value, std::nan("")}; };
        line("latency_mean", "seconds", plane.mean);
        line("latency_p50", "seconds", plane.p50);
        line("latency_p90", "seconds", plane.p90);
        line("latency_p99", "seconds", plane.p99);
        line("latency_p99.9", "seconds", plane.p999);
        line("goodput", "requests/second", plane.goodput);
        line("failure_ratio", "1", plane.failure_ratio);
        line("app_cpu", "cores", plane.app_vcpu);
        line("proxy_cpu", "cores", plane.proxy_vcpu);
        line("proxy_memory", "bytes", exactly(plane.proxy_memory_bytes));
        line("cost_per_month", currency, exactly(plane.cost_a_month));
        line("proxy_cost_per_month", currency, exactly(plane.proxy_cost_a_month));
        if (plane.added) { // to the first plane
            line("added_latency_mean", "seconds", plane.added->mean);
            line("added_latency_p50", "seconds", plane.added->p50);
            line("added_latency_p90", "seconds", plane.added->p90);
            line("added_latency_p99", "seconds", plane.added->p99);
            line("added_latency_p99.9", "seconds", plane.added->p999);
            line("added_goodput", "requests/second", plane.added->goodput);
            line("added_failure_ratio", "1", plane.added->failure_ratio);
            line("added_app_cpu", "cores", plane.added->app_vcpu);
            line("added_proxy_cpu", "cores", plane.added->proxy_vcpu);
            line("added_cpu", "cores", plane.added->vcpu);
        }
    }
    return text;
}

} // namespace meshcast
