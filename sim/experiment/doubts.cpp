#include "sim/experiment/doubts.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

namespace meshcast {

namespace {

constexpr double kFewSamples = 100;   // behind a percentile
constexpr double kGrowthShare = 0.01; // of the offered rate
constexpr double kWideShare = 0.2;    // half an interval, of its estimate
constexpr double kApartShare = 0.25;  // from the median, of it: less is no matter
constexpr double kApart = 3.5;        // modified z-score

double median_of(std::vector<double> values) {
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::ranges::nth_element(values, middle);
    if (values.size() % 2 == 1) {
        return *middle;
    }
    return (*middle + *std::max_element(values.begin(), middle)) / 2;
}

std::optional<std::string> growing_queues(const Scenario& scenario, const PlaneResult& result) {
    double offered = 0;
    for (const Traffic& traffic : scenario.traffic) {
        offered += expected_requests(traffic, scenario.duration) / to_seconds(scenario.duration);
    }
    if (offered <= 0 || result.pooled.queue_growth <= std::max(1.0, kGrowthShare * offered)) {
        return std::nullopt;
    }
    return fmt::format("Queues are still growing at the end, by {:.3g} requests a second: the offered load "
                       "exceeds capacity, and latencies depend on how long the run is. Add replicas or lower "
                       "the rate.",
                       result.pooled.queue_growth);
}

std::optional<std::string> few_samples(const PlaneResult& result) {
    const auto samples = static_cast<double>(result.pooled.total.latency.count());
    if (samples == 0) {
        return "No request finished after the warm-up: simulate longer.";
    }
    if (samples * 0.001 >= kFewSamples) {
        return std::nullopt;
    }
    const bool p99_too = samples * 0.01 < kFewSamples;
    return fmt::format("{} rests on {:.3g} samples: simulate longer or with more replications.",
                       p99_too ? "p99" : "p99.9", std::floor(samples * (p99_too ? 0.01 : 0.001)));
}

std::optional<std::string> wide_interval(const PlaneResult& result) {
    const double share = result.p99.half_width / result.p99.value;
    if (!std::isfinite(share) || share <= kWideShare) {
        return std::nullopt;
    }
    return fmt::format(
        "The 95 % interval of p99 is ±{:.0f} % of it: simulate longer or with more replications.",
        100 * share);
}

/// The replication whose p99 is farthest from the others', if that is too far for chance: a modified z-score
/// 0.6745 |x - median| / MAD above 3.5. Iglewicz and Hoaglin, "How to Detect and Handle Outliers", 1993.
std::optional<std::string> replication_apart(const PlaneResult& result) {
    constexpr std::size_t fewest = 4;
    if (result.replications.size() < fewest) {
        return std::nullopt;
    }
    const auto p99_of = [](const ReplicationResult& one) {
        return to_seconds(one.total.latency.quantile(0.99));
    };
    std::vector<double> values;
    std::ranges::transform(result.replications, std::back_inserter(values), p99_of);
    const double median = median_of(values);
    std::vector<double> distances;
    for (const double value : values) {
        distances.push_back(std::abs(value - median));
    }
    const auto farthest = std::ranges::max_element(distances);
    const double spread = median_of(distances); // MAD
    if (*farthest <= kApartShare * median || 0.6745 * *farthest <= kApart * spread) {
        return std::nullopt;
    }
    const auto which = static_cast<std::size_t>(farthest - distances.begin());
    return fmt::format(
        "Replication {} stands apart: its p99 is {:.3g} ms, the median of all is {:.3g} ms. Rare "
        "events decide: simulate longer, and look at it alone with --replication {}.",
        result.replications[which].replication, 1e3 * values[which], 1e3 * median,
        result.replications[which].replication);
}

} // namespace

std::vector<std::string> find_doubts(const Scenario& scenario, const PlaneResult& result,
                                     const Warmup& warmup) {
    std::vector<std::string> doubts;
    const auto add = [&](std::optional<std::string> doubt) {
        if (doubt) {
            doubts.push_back(*std::move(doubt));
        }
    };
    add(growing_queues(scenario, result));
    add(few_samples(result));
    if (result.replications.size() < 2) {
        add("One replication gives no interval: run at least two.");
    }
    add(wide_interval(result));
    add(replication_apart(result));
    if (!warmup.settled) {
        add("No steady state within the pilot run: the warm-up may be longer than what was cut. "
            "Simulate longer or set a warm-up.");
    }
    if (result.pooled.partial) {
        add("Stopped before its end: these are the requests until then.");
    }
    return doubts;
}

std::vector<std::string> find_undecided(std::span<const ThresholdVerdict> verdicts) {
    std::vector<std::string> doubts;
    for (const ThresholdVerdict& verdict : verdicts) {
        if (verdict.state != VerdictState::Undecided) {
            continue;
        }
        doubts.push_back(fmt::format("\"{}\" is undecided after {} replications: its interval includes the "
                                     "limit, and the exit code follows the point estimate. Raise "
                                     "--max-replications or simulate longer.",
                                     verdict.threshold.text, verdict.replications));
    }
    return doubts;
}

} // namespace meshcast
