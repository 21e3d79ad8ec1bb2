#include "tests/corpus/suite_loadgen.h"

#include "scenarios/units.h"
#include "sim/arrivals/fortio.h"
#include "tests/corpus/files.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>

namespace meshcast::corpus {

namespace {

using Json = nlohmann::json;

/// `expected` as written if `ours` is as good as the same double.
std::string number(double ours, const Json& expected) {
    const double wanted = expected.get<double>();
    return std::fabs(ours - wanted) <= 1e-9 * std::fabs(wanted) ? expected.dump() : Json(ours).dump();
}

std::vector<fortio::Bucket> buckets_of(const Json& histogram) {
    std::vector<fortio::Bucket> buckets;
    for (const Json& bucket : histogram.at("Data")) {
        buckets.push_back({bucket.at("Start"), bucket.at("End"), bucket.at("Percent"), bucket.at("Count")});
    }
    return buckets;
}

std::string answer_percentile(const Json& histogram, const Json& row) {
    return number(fortio::percentile(buckets_of(histogram), histogram.at("Min"), histogram.at("Max"),
                                     row.at("Percentile")),
                  row.at("Value"));
}

std::string answer_shares(const Json& histogram) {
    Json shares = Json::array();
    std::int64_t sum = 0;
    const auto count = histogram.at("Count").get<std::int64_t>();
    for (const Json& bucket : histogram.at("Data")) {
        sum += bucket.at("Count").get<std::int64_t>();
        shares.push_back(
            number(100.0 * static_cast<double>(sum) / static_cast<double>(count), bucket.at("Percent")));
    }
    return fmt::format("{} of {} calls, {}", sum, count, shares.dump());
}

std::string expect_shares(const Json& histogram) {
    Json shares = Json::array();
    for (const Json& bucket : histogram.at("Data")) {
        shares.push_back(bucket.at("Percent").dump());
    }
    return fmt::format("{0} of {0} calls, {1}", histogram.at("Count").get<std::int64_t>(), shares.dump());
}

void add_histogram(const std::string& name, const Json& histogram, std::vector<Case>& cases) {
    cases.push_back(
        {name + " shares", expect_shares(histogram), [histogram] { return answer_shares(histogram); }});
    cases.push_back({name + " mean", histogram.at("Avg").dump(), [histogram] {
                         return number(histogram.at("Sum").get<double>() /
                                           histogram.at("Count").get<double>(),
                                       histogram.at("Avg"));
                     }});
    if (const auto percentiles = histogram.find("Percentiles");
        percentiles != histogram.end() && percentiles->is_array()) {
        for (const Json& row : *percentiles) {
            cases.push_back({fmt::format("{} p{}", name, row.at("Percentile").dump()), row.at("Value").dump(),
                             [histogram, row] { return answer_percentile(histogram, row); }});
        }
    }
}

std::optional<double> rate_of(const Json& run) {
    const std::string text = run.at("RequestedQPS").is_string() ? run.at("RequestedQPS").get<std::string>()
                                                                : run.at("RequestedQPS").dump();
    double rate = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), rate);
    return error == std::errc{} && end == text.data() + text.size() && rate > 0 ? std::optional(rate)
                                                                                : std::nullopt; // "max"
}

struct Paced {
    fortio::Plan plan;
    fortio::Pacing pacing;
};

/// As the run's options ask for it; nullopt where fortio does not pace.
std::optional<Paced> paced(const Json& run) {
    const std::optional<double> rate = rate_of(run);
    const int threads = run.at("NumThreads").get<int>();
    const fortio::Pacing pacing = run.value("Uniform", false)  ? fortio::Pacing::Uniform
                                  : run.value("Jitter", false) ? fortio::Pacing::Jitter
                                                               : fortio::Pacing::Burst;
    if (!rate) {
        return std::nullopt;
    }
    if (const auto exactly = run.value("Exactly", std::int64_t{0}); exactly > 0) {
        return Paced{fortio::plan_exactly(*rate, exactly, threads), pacing};
    }
    const auto duration = units::parse_duration(run.at("RequestedDuration").get<std::string>());
    return duration ? std::optional(Paced{fortio::plan(*rate, *duration, threads), pacing}) : std::nullopt;
}

/// A run that fell behind ends before it has made all its calls.
std::string answer_calls(const Json& run, const Paced& paced) {
    const auto made = run.at("DurationHistogram").at("Count").get<std::int64_t>();
    const double planned_end = to_seconds(paced.plan.due(paced.plan.calls_per_thread - 1));
    const bool late = run.at("ActualDuration").get<double>() / 1e9 >= planned_end &&
                      run.at("DurationHistogram").at("Max").get<double>() >= planned_end / 10;
    return std::to_string(made < paced.plan.calls() && late ? made : paced.plan.calls());
}

/// The last call starts when the plan says, and the run lasts until its reply: between the two at the
/// earliest and the latest reply that were seen.
std::string answer_end(const Json& run, const Paced& paced) {
    const Json& histogram = run.at("DurationHistogram");
    fortio::Arrivals arrivals(paced.plan, paced.pacing);
    RandomStream random(1);
    Duration last{};
    while (const std::optional<Arrival> arrival = arrivals.next(random)) {
        last = arrival->at;
    }
    const double actual = run.at("ActualDuration").get<double>() / 1e9;
    const double slack = paced.pacing == fortio::Pacing::Jitter ? 0.1 * to_seconds(last) : 0.0;
    const double earliest = to_seconds(last) - slack;
    // What Go's timers and scheduler add to each sleep: a millisecond, and to all of them a hundredth.
    const double latest = to_seconds(last) * 1.01 + slack + histogram.at("Max").get<double>() + 0.005;
    return earliest <= actual && actual <= latest
               ? "when the plan says"
               : fmt::format("after {:.6f} s, planned between {:.6f} and {:.6f}", actual, earliest, latest);
}

void add_run(const std::string& name, const Json& run, std::vector<Case>& cases) {
    for (const auto& [key, value] : run.items()) {
        if (value.is_object() && value.contains("Data") && value.value("Count", std::int64_t{0}) > 0 &&
            value["Data"].is_array()) {
            add_histogram(fmt::format("{}: {}", name, key), value, cases);
        }
    }
    const Json& histogram = run.at("DurationHistogram");
    cases.push_back({name + ": rate", run.at("ActualQPS").dump(), [run, histogram] {
                         return number(histogram.at("Count").get<double>() /
                                           (run.at("ActualDuration").get<double>() / 1e9),
                                       run.at("ActualQPS"));
                     }});
    if (const std::optional<Paced> known = paced(run)) {
        cases.push_back({name + ": calls", histogram.at("Count").dump(),
                         [run, paced = *known] { return answer_calls(run, paced); }});
        if (known->plan.calls() == histogram.at("Count").get<std::int64_t>()) {
            cases.push_back({name + ": ends", "when the plan says",
                             [run, paced = *known] { return answer_end(run, paced); }});
        }
    }
}

/// Runs anywhere in a document: Meshery keeps them in `runner_results`.
void find_runs(const std::string& name, const Json& value, std::vector<Case>& cases) {
    if (value.is_object() && value.contains("DurationHistogram")) {
        add_run(name, value, cases);
    } else if (value.is_structured()) {
        for (const auto& [key, inner] : value.items()) {
            find_runs(fmt::format("{}/{}", name, key), inner, cases);
        }
    }
}

} // namespace

std::vector<Case> loadgen_cases(const std::filesystem::path& root) {
    std::vector<Case> cases;
    for (const std::filesystem::path& file : manifests_below(root / "loadgen")) {
        const std::string name = name_below(root, file);
        const std::size_t before = cases.size();
        std::string fault = "no run";
        try {
            find_runs(name, Json::parse(read_text(file)), cases);
        } catch (const Json::exception& error) {
            cases.resize(before);
            fault = error.what();
        }
        if (cases.size() == before) {
            cases.push_back({name, "a fortio result", [fault] { return fault; }});
        }
    }
    return cases;
}

} // namespace meshcast::corpus
