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
    Estimate Differences::* added = nullptr; // nullptr: exact, so that the difference is one of values
    Better better = Better::Lower;
    bool brief = false;
    bool bad_above_zero = false;
    double factor = 1; // from the unit of the result to that of the column
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

/// Of plane `i` to the first; has no interval where it is exact.
Estimate difference(const RunResult& result, const Metric& metric, std::size_t i) {
    const PlaneResult& plane = result.planes[i];
    if (metric.added != nullptr && plane.added) {
        Estimate added = *plane.added.*metric.added;
        added.value *= metric.factor;
        added.half_width *= metric.factor;
        return added;
    }
    return exactly(metric.estimate(plane).value - metric.estimate(result.planes.front()).value);
}

/// One decimal more where an interval would otherwise print as ±0.0.
Scale showing_intervals(Scale scale, const RunResult& result, const Metric& metric) {
    constexpr int kMostDecimals = 3;
    const double shown = 0.5 * std::pow(10.0, -scale.decimals) * scale.divisor;
    for (std::size_t i = 0; i < result.planes.size(); ++i) {
        const double own = metric.estimate(result.planes[i]).half_width;
        const double added = i == 0 ? kUnknown : difference(result, metric, i).half_width;
        const bool vanishes = (own > 0 && own < shown) || (added > 0 && added < shown);
        if (vanishes && scale.decimals < kMostDecimals) {
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
            const Estimate added = difference(result, metric, i);
            const std::string interval = format_half_width(scale, added.half_width);
            const bool shown = interval.find_first_of("123456789") != std::string::npos;
            fact.delta = shown && !is_measurable(added) ? kNoDifference : format_delta(scale, added.value);
            fact.delta_interval = shown ? interval : "";
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

std::string with_interval(const Estimate& added) {
    const double size = std::abs(added.value);
    const Scale scale = duration_scale(std::span(&size, 1));
    const std::string interval = format_half_width(scale, added.half_width);
    const std::string text = with_unit(scale, format_in(scale, size));
    return interval.empty() ? text : fmt::format("{} {}", text, interval);
}

std::string latency_sentence(const Estimate& added, std::string_view how_much) {
    if (!is_measurable(added)) {
        return "makes no measurable difference at p99";
    }
    return added.value < 0 ? fmt::format("is {} faster at p99", with_interval(added))
                           : fmt::format("adds {}{} at p99", how_much, with_interval(added));
}

std::string cpu_sentence(const Estimate& added) {
    if (!is_measurable(added)) {
        return "makes no measurable difference in CPU";
    }
    return fmt::format("uses {} vCPU {}", format_cores(std::abs(added.value)),
                       added.value < 0 ? "less" : "more");
}

std::string adds(const PlaneResult& plane, std::string_view how_much) {
    const Differences added = plane.added.value_or(Differences{});
    if (!is_measurable(added.p99) && !is_measurable(added.vcpu)) {
        return fmt::format("{} makes no measurable difference, neither at p99 nor in CPU.",
                           plane.plane.title);
    }
    return fmt::format("{} {} and {}.", plane.plane.title, latency_sentence(added.p99, how_much),
                       cpu_sentence(added.vcpu));
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
    add({"p50", &PlaneResult::p50, &Differences::p50}, duration_scale);
    add({"p90", &PlaneResult::p90, &Differences::p90}, duration_scale);
    add({"p99", &PlaneResult::p99, &Differences::p99}, duration_scale);
    add({"p99.9", &PlaneResult::p999, &Differences::p999}, duration_scale);
    const auto in = [](std::string_view unit) {
        return [unit](const std::vector<double>& values) { return plain_scale(values, unit); };
    };
    add({"goodput", &PlaneResult::goodput, &Differences::goodput, Better::Higher, true}, in("req/s"));
    const auto percent = [](const PlaneResult& plane) {
        return Estimate{plane.failure_ratio.value * 100, plane.failure_ratio.half_width * 100};
    };
    add({"errors", percent, &Differences::failure_ratio, Better::Neither, true, true, 100}, in("%"));
    add({"app CPU", &PlaneResult::app_vcpu, &Differences::app_vcpu, Better::Lower, true}, in("vCPU"));
    add({"proxy CPU", &PlaneResult::proxy_vcpu, &Differences::proxy_vcpu, Better::Lower, true}, in("vCPU"));
    add({"proxy mem", [](const PlaneResult& plane) { return exactly(plane.proxy_memory_bytes); }},
        bytes_scale);
    add({"cost", [](const PlaneResult& plane) { return exactly(plane.cost_a_month); }},
        in(result.scenario.prices.currency + "/month"));
    return table;
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
        return fmt::format("{} {}", start, adds(least, ""));
    }
    return fmt::format("{} {} {}", start, adds(least, "least, "), adds(most, "most, "));
}

} // namespace meshcast
