#include "reports/view/summary.h"

#include "reports/format.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <optional>
#include <span>

namespace meshcast {

namespace {

constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();

enum class Better { Lower, Higher, Neither };

/// A column of the comparison before its numbers became text.
struct Metric {
    std::string title;
    std::function<Estimate(const PlaneResult&)> estimate;
    Better better = Better::Lower;
    bool brief = false;
    bool bad_above_zero = false;
};

Estimate exactly(double value) {
    return {value, kUnknown};
}

std::vector<double> values_of(const RunResult& result, const Metric& metric) {
    std::vector<double> values;
    values.reserve(result.planes.size());
    for (const PlaneResult& plane : result.planes) {
        values.push_back(metric.estimate(plane).value);
    }
    return values;
}

/// Where the best and the worst of the planes after the reference are apart by more than chance, marks them.
void mark_extremes(FactTable& table, std::size_t column, const std::vector<Estimate>& estimates,
                   Better better) {
    if (better == Better::Neither || estimates.size() < 3) {
        return;
    }
    std::optional<std::size_t> lowest;
    std::optional<std::size_t> highest;
    for (std::size_t i = 1; i < estimates.size(); ++i) {
        const double value = estimates[i].value;
        if (std::isfinite(value)) {
            lowest = !lowest || value < estimates[*lowest].value ? i : lowest;
            highest = !highest || value > estimates[*highest].value ? i : highest;
        }
    }
    if (!lowest) {
        return;
    }
    const auto half_width = [&](std::size_t i) {
        return std::isfinite(estimates[i].half_width) ? estimates[i].half_width : 0;
    };
    const double apart = estimates[*highest].value - estimates[*lowest].value;
    if (apart <= half_width(*lowest) + half_width(*highest)) {
        return;
    }
    const std::size_t best = better == Better::Lower ? *lowest : *highest;
    const std::size_t worst = better == Better::Lower ? *highest : *lowest;
    // Where two print the same figure, neither is "the" best.
    const auto mark = [&](std::size_t row, Tone tone) {
        const auto prints_same = [&](const auto& other) {
            return other[column].text == table.rows[row][column].text;
        };
        if (std::count_if(table.rows.begin() + 1, table.rows.end(), prints_same) == 1) {
            table.rows[row][column].tone = tone;
        }
    };
    mark(best, Tone::Best);
    mark(worst, Tone::Worst);
}

/// One decimal more where an interval would otherwise print as ±0.0.
Scale showing_intervals(Scale scale, const RunResult& result, const Metric& metric) {
    constexpr int kMostDecimals = 3;
    for (const PlaneResult& plane : result.planes) {
        const double half_width = metric.estimate(plane).half_width / scale.divisor;
        const double shown = 0.5 * std::pow(10.0, -scale.decimals);
        if (half_width > 0 && half_width < shown && scale.decimals < kMostDecimals) {
            ++scale.decimals;
            break;
        }
    }
    return scale;
}

void add_metric(FactTable& table, const RunResult& result, const Metric& metric, const Scale& column_scale) {
    const Scale scale = metric.brief ? column_scale : showing_intervals(column_scale, result, metric);
    const std::vector<double> values = values_of(result, metric);
    const std::size_t column = table.columns.size();
    table.columns.push_back({metric.title, std::string(scale.unit), true, metric.brief});
    for (std::size_t i = 0; i < result.planes.size(); ++i) {
        const double half_width = metric.estimate(result.planes[i]).half_width;
        const bool certain = values[i] == 0 && half_width == 0; // nothing happened, in every replication
        Fact fact{format_in(scale, values[i]), certain ? "" : format_half_width(scale, half_width)};
        if (i > 0) {
            fact.delta = format_delta(scale, values[i] - values.front());
        }
        table.rows[i].push_back(std::move(fact));
    }
    std::vector<Estimate> estimates;
    std::ranges::transform(result.planes, std::back_inserter(estimates), metric.estimate);
    mark_extremes(table, column, estimates, metric.better);
    for (std::size_t i = 0; metric.bad_above_zero && i < values.size(); ++i) {
        table.rows[i][column].tone = values[i] > 0 ? Tone::Bad : Tone::Plain;
    }
}

double p99_of(const ReplicationResult& replication) {
    return to_seconds(replication.total.latency.quantile(0.99));
}

std::string with_interval(const Interval& added) {
    const double size = std::abs(added.mean);
    const Scale scale = duration_scale(std::span(&size, 1));
    const std::string interval = format_half_width(scale, added.half_width);
    const std::string text = with_unit(scale, format_in(scale, size));
    return interval.empty() ? text : fmt::format("{} ({})", text, interval);
}

std::string adds(const PlaneResult& reference, const PlaneResult& plane, std::string_view how_much) {
    const Interval added = added_p99(reference, plane);
    const bool unclear = std::isfinite(added.half_width) && std::abs(added.mean) <= added.half_width;
    std::string latency;
    if (unclear) {
        latency = "makes no measurable difference at p99";
    } else if (added.mean < 0) {
        latency = fmt::format("is {} faster at p99", with_interval(added));
    } else {
        latency = fmt::format("adds {}{} at p99", how_much, with_interval(added));
    }
    const double cores =
        plane.app_vcpu.value + plane.proxy_vcpu.value - reference.app_vcpu.value - reference.proxy_vcpu.value;
    const std::string cpu = cores < 0 ? fmt::format("uses {} vCPU less", format_cores(-cores))
                                      : fmt::format("uses {} vCPU more", format_cores(cores));
    return fmt::format("{} {} and {}.", plane.plane.title, latency, cpu);
}

} // namespace

double measured_seconds(const PlaneResult& plane) {
    double seconds = 0;
    for (const ReplicationResult& replication : plane.replications) {
        seconds += to_seconds(replication.simulated - replication.warmup);
    }
    return seconds;
}

FactTable summary_table(const RunResult& result) {
    FactTable table;
    table.columns.push_back({"plane", "", false});
    for (const PlaneResult& plane : result.planes) {
        table.rows.push_back({Fact{plane.plane.name}});
    }
    const auto add = [&](const Metric& metric, auto&& scale_of) {
        add_metric(table, result, metric, scale_of(values_of(result, metric)));
    };
    add({"p50", &PlaneResult::p50}, duration_scale);
    add({"p90", &PlaneResult::p90}, duration_scale);
    add({"p99", &PlaneResult::p99}, duration_scale);
    add({"p99.9", &PlaneResult::p999}, duration_scale);
    const auto in = [](std::string_view unit) {
        return [unit](const std::vector<double>& values) { return plain_scale(values, unit); };
    };
    add({"goodput", &PlaneResult::goodput, Better::Higher, true}, in("req/s"));
    const auto percent = [](const PlaneResult& plane) {
        return Estimate{plane.failure_ratio.value * 100, plane.failure_ratio.half_width * 100};
    };
    add({"errors", percent, Better::Neither, true, true}, in("%"));
    add({"app CPU", &PlaneResult::app_vcpu, Better::Lower, true}, in("vCPU"));
    add({"proxy CPU", &PlaneResult::proxy_vcpu, Better::Lower, true}, in("vCPU"));
    add({"proxy mem", [](const PlaneResult& plane) { return exactly(plane.proxy_memory_bytes); }},
        bytes_scale);
    add({"cost", [](const PlaneResult& plane) { return exactly(plane.cost_a_month); }},
        in(result.scenario.prices.currency + "/month"));
    return table;
}

Interval added_p99(const PlaneResult& reference, const PlaneResult& plane) {
    const std::size_t pairs = std::min(reference.replications.size(), plane.replications.size());
    std::vector<double> with;
    std::vector<double> without;
    for (std::size_t i = 0; i < pairs; ++i) {
        with.push_back(p99_of(plane.replications[i]));
        without.push_back(p99_of(reference.replications[i]));
    }
    const double half_width = pairs < 2 ? kUnknown : paired_difference(with, without).half_width;
    return {plane.p99.value - reference.p99.value, half_width};
}

std::string verdict(const RunResult& result) {
    if (result.planes.empty()) {
        return "No data plane was simulated.";
    }
    const PlaneResult& reference = result.planes.front();
    if (result.planes.size() == 1) {
        return fmt::format(
            "{} answers {} successful requests with a p99 of {} and {} errors; its proxies use {} vCPU and "
            "{}.",
            reference.plane.title, format_rate(reference.goodput.value), format_duration(reference.p99.value),
            format_percent(reference.failure_ratio.value), format_cores(reference.proxy_vcpu.value),
            format_bytes(reference.proxy_memory_bytes));
    }
    const auto others = std::span(result.planes).subspan(1);
    const auto by_p99 = [](const PlaneResult& a, const PlaneResult& b) { return a.p99.value < b.p99.value; };
    const PlaneResult& least = *std::ranges::min_element(others, by_p99);
    const PlaneResult& most = *std::ranges::max_element(others, by_p99);
    const std::string start = fmt::format("Compared with {} (p99 {}):", reference.plane.title,
                                          format_duration(reference.p99.value));
    if (&least == &most) {
        return fmt::format("{} {}", start, adds(reference, least, ""));
    }
    return fmt::format("{} {} {}", start, adds(reference, least, "least, "), adds(reference, most, "most, "));
}

} // namespace meshcast
