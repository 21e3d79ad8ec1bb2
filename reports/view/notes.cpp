#include "reports/view/notes.h"

#include "reports/format.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

namespace meshcast {

namespace {

std::vector<Note> merged(const RunResult& result, std::vector<std::string> PlaneResult::* sentences) {
    struct Shared {
        std::string text;
        std::vector<std::string> planes;
    };

    std::vector<Shared> found; // in order of appearance
    for (const PlaneResult& plane : result.planes) {
        for (const std::string& text : plane.*sentences) {
            auto known = std::ranges::find(found, text, &Shared::text);
            if (known == found.end()) {
                known = found.insert(found.end(), {text, {}});
            }
            if (known->planes.empty() || known->planes.back() != plane.plane.name) {
                known->planes.push_back(plane.plane.name);
            }
        }
    }
    std::vector<Note> notes;
    for (Shared& shared : found) {
        const bool by_all = shared.planes.size() == result.planes.size();
        std::string planes = by_all ? "all planes" : fmt::format("{}", fmt::join(shared.planes, ", "));
        notes.push_back({std::move(shared.text), result.planes.size() == 1 ? "" : std::move(planes)});
    }
    return notes;
}

std::string_view arrival_name(ArrivalKind kind) {
    switch (kind) {
    case ArrivalKind::Poisson:
        return "poisson";
    case ArrivalKind::Uniform:
        return "uniform";
    case ArrivalKind::Jittered:
        return "jittered";
    case ArrivalKind::Burst:
        return "burst";
    case ArrivalKind::Closed:
        return "closed";
    }
    return "unknown";
}

std::string plural(std::size_t count, std::string_view one, std::string_view many) {
    return fmt::format("{} {}", format_count(count), count == 1 ? one : many);
}

/// "20 users", "200/s poisson"; where the rate varies its mean and range, "233/s (100–500/s) poisson".
std::string load_text(const Traffic& traffic, Duration run) {
    if (traffic.arrival == ArrivalKind::Closed) {
        return plural(static_cast<std::size_t>(std::max(0, traffic.connections)), "user", "users");
    }
    const double requests = expected_requests(traffic, run);
    if (std::holds_alternative<Recording>(traffic.pattern)) {
        return plural(static_cast<std::size_t>(requests), "recorded request", "recorded requests");
    }
    const std::string mean =
        format_rate(traffic.steady() ? traffic.rate.per_second : requests / std::max(1e-9, to_seconds(run)));
    if (traffic.steady()) {
        return fmt::format("{} {}", mean, arrival_name(traffic.arrival));
    }
    const auto [low, high] = rate_extremes(traffic, run);
    const bool phases = std::holds_alternative<RatePhases>(traffic.pattern);
    return fmt::format("{} ({} to {}) {}", mean, format_rate(low.per_second), format_rate(high.per_second),
                       phases ? "in random phases" : arrival_name(traffic.arrival));
}

/// In the unit of the threshold's metric.
std::string quantity(const Threshold& threshold, double value) {
    if (threshold.aggregation == "count") {
        return format_number(value);
    }
    if (threshold.metric.ends_with("_duration")) {
        return format_duration(value);
    }
    return threshold.metric.ends_with("_failed") ? format_percent(value) : format_rate(value);
}

/// Half of the interval, in the unit of the threshold's metric.
std::string interval(const ThresholdVerdict& verdict) {
    return std::isfinite(verdict.half_width) ? "±" + quantity(verdict.threshold, verdict.half_width) : "";
}

struct StateText {
    std::string_view sign;
    Tone tone;
};

StateText text_of(VerdictState state) {
    switch (state) {
    case VerdictState::Pass:
        return {"✓", Tone::Good};
    case VerdictState::Undecided:
        return {"?", Tone::Unclear};
    case VerdictState::Fail:
        break;
    }
    return {"✗", Tone::Bad};
}

/// "5" or, where planes differ, "5–20".
std::string replications_run(const RunResult& result) {
    const auto count = [](const PlaneResult& plane) { return plane.replications.size(); };
    if (result.planes.empty()) {
        return plural(0, "replication", "replications");
    }
    const auto [least, most] = std::ranges::minmax(result.planes, {}, count);
    if (most.replications.size() == 1 && most.replications.front().replication > 0) {
        return fmt::format("replication {} alone", most.replications.front().replication);
    }
    return least.replications.size() == most.replications.size()
               ? plural(most.replications.size(), "replication", "replications")
               : fmt::format("{}–{} replications", least.replications.size(), most.replications.size());
}

/// How far from the limit, signed so that + is on the good side.
std::string margin(const ThresholdVerdict& verdict) {
    const double distance = std::abs(verdict.threshold.limit - verdict.observed);
    const std::string size = quantity(verdict.threshold, distance);
    const std::string sign = verdict.held ? "+" : "-";
    if (verdict.state == VerdictState::Undecided) {
        return fmt::format("undecided {}{}", sign, size);
    }
    const bool relative = verdict.threshold.limit != 0 && std::isfinite(distance);
    return relative ? fmt::format("{}{} ({:.0f} %)", sign, size,
                                  100 * distance / std::abs(verdict.threshold.limit))
                    : sign + size;
}

} // namespace

std::vector<Note> findings(const RunResult& result) {
    return merged(result, &PlaneResult::findings);
}

std::vector<Note> doubts(const RunResult& result) {
    return merged(result, &PlaneResult::doubts);
}

std::string traffic_text(const Traffic& traffic, Duration run) {
    const std::string operation = traffic.operation.empty() ? "" : fmt::format(" ({})", traffic.operation);
    const std::string sender = traffic.from.empty() ? "" : " from " + traffic.from;
    return fmt::format("{}{} to {}{}", load_text(traffic, run), sender, traffic.to, operation);
}

std::string load_line(const RunResult& result) {
    const Scenario& scenario = result.scenario;
    std::vector<std::string> parts;
    constexpr std::size_t kShown = 2;
    for (std::size_t i = 0; i < std::min(kShown, scenario.traffic.size()); ++i) {
        parts.push_back(traffic_text(scenario.traffic[i], scenario.duration));
    }
    if (scenario.traffic.size() > kShown) {
        parts.push_back(fmt::format("{} more traffic sources", scenario.traffic.size() - kShown));
    }
    parts.push_back(fmt::format("{} × {}", format_exact(scenario.duration), replications_run(result)));
    parts.push_back(fmt::format("seed {}", scenario.seed));
    return fmt::format("{}", fmt::join(parts, " · "));
}

FactTable threshold_table(const RunResult& result) {
    FactTable table;
    table.columns = {
        {"threshold", "", false}, {"plane", "", false}, {"observed"}, {"margin"}, {"samples"}, {"runs"}};
    for (const ThresholdVerdict& verdict : result.thresholds) {
        const bool sampled = verdict.samples > 0;
        const StateText state = text_of(verdict.state);
        table.rows.push_back(
            {Fact{.text = fmt::format("{} {}", state.sign, verdict.threshold.text), .tone = state.tone},
             Fact{verdict.plane},
             Fact{sampled ? quantity(verdict.threshold, verdict.observed) : "no samples", interval(verdict)},
             Fact{.text = sampled ? margin(verdict) : "–", .tone = state.tone},
             Fact{format_count(verdict.samples)},
             Fact{format_count(static_cast<std::uint64_t>(verdict.replications))}});
    }
    return table;
}

bool all_held(const RunResult& result) {
    return std::ranges::all_of(result.thresholds, &ThresholdVerdict::held);
}

bool any_undecided(const RunResult& result) {
    return std::ranges::find(result.thresholds, VerdictState::Undecided, &ThresholdVerdict::state) !=
           result.thresholds.end();
}

std::string assumptions_in_brief(const RunResult& result) {
    std::size_t assumed = result.scenario.prices.assumed ? 1 : 0;
    for (const PlaneResult& plane : result.planes) {
        assumed += static_cast<std::size_t>(std::ranges::count_if(plane.plane.citations, &Citation::assumed));
    }
    std::vector<std::string> parts;
    if (!result.scenario.inferences.empty()) {
        parts.push_back(plural(result.scenario.inferences.size(), "inferred input", "inferred inputs"));
    }
    if (assumed > 0) {
        parts.push_back(plural(assumed, "assumed figure", "assumed figures"));
    }
    if (!result.scenario.unmodelled.empty()) {
        parts.push_back(plural(result.scenario.unmodelled.size(), "kind left alone", "kinds left alone"));
    }
    return fmt::format("{}", fmt::join(parts, ", "));
}

} // namespace meshcast
