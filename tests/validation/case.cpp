#include "tests/validation/case.h"

#include <fmt/format.h>

#include <array>

namespace meshcast::validation {

namespace {

constexpr std::string_view kKleinrock = "Kleinrock, Queueing Systems I, 1975, 3.2";
constexpr std::string_view kPollaczek = "Pollaczek-Khinchine: Kleinrock, Queueing Systems I, 1975, chapter 5";
constexpr std::string_view kErlang = "Erlang, 1917; insensitive to the distribution: Sevast'yanov, 1957";
constexpr std::string_view kMva = "exact mean value analysis: Reiser and Lavenberg, JACM 27(2), 1980";
constexpr std::string_view kSharing = "Kleinrock, Queueing Systems II, 1976, chapter 4";
constexpr std::string_view kQuota = "by hand; docs.kernel.org/scheduler/sched-bwc.html";
constexpr std::string_view kHand = "by hand";

constexpr std::array kCases{
    Case{"M/M/1, load 0.7", kKleinrock, mm1},
    Case{"M/D/1, load 0.8", kPollaczek, md1},
    Case{"M/E2/1, load 0.8", kPollaczek, me2_1},
    Case{"M/G/1, lognormal of cv 2, load 0.5", kPollaczek, mlognormal1},
    Case{"M/M/1/5, load 0.9", "Kleinrock, Queueing Systems I, 1975, 3.6", mm1k},
    Case{"M/M/4, load 0.7", "Erlang C, 1917: Kleinrock, Queueing Systems I, 1975, 3.5", mm4},
    Case{"M/M/8/8, 6 erlang", kErlang, erlang_loss_exponential},
    Case{"M/G/8/8, lognormal of cv 2, 6 erlang", kErlang, erlang_loss_lognormal},
    Case{"tandem of three M/M/4, load 0.8", "Burke, Operations Research 4(6), 1956", tandem},
    Case{"Jackson network with feedback", "Jackson, Operations Research 5(4), 1957", jackson},
    Case{"closed network: 12 users, 2 stations", kMva, closed_network},
    Case{"processor sharing, exponential, load 0.5", kSharing, processor_sharing_exponential},
    Case{"processor sharing, constant, load 0.5", kSharing, processor_sharing_constant},
    Case{"processor sharing, lognormal of cv 2, load 0.5", kSharing, processor_sharing_lognormal},
    Case{"CFS quota: a thread, 50 ms of work, 200m", kQuota, quota_one_thread},
    Case{"CFS quota: three threads, 25 ms each, 300m", kQuota, quota_three_threads},
    Case{"CFS quota: four endless threads, 1500m", kQuota, quota_busy},
    Case{"two choices of 2000 servers, load 0.8",
         "mean field: Vvedenskaya et al., 1996; Mitzenmacher, IEEE TPDS 12(10), 2001", two_choices},
    Case{"up to 3 attempts, each fails with 0.3", "geometric series", retries},
    Case{"token bucket: 3 at most, 2 a second", kHand, token_bucket_schedule},
    Case{"token bucket of 1, 100/s, Poisson 150/s", "Erlang B of one server", token_bucket_of_one},
    Case{"token bucket of 100, 100/s, Poisson 150/s", kHand, token_bucket_overloaded},
    Case{"token bucket of 10 filled each second, Poisson 10/s", kHand, token_bucket_with_timer},
    Case{"mesh: chain of three tiers, each M/M/4, load 0.6", "Burke, Operations Research 4(6), 1956",
         mesh_chain},
    Case{"mesh: 12 users who think, 2 services", kMva, mesh_closed},
};

} // namespace

std::span<const Case> cases() {
    return kCases;
}

std::vector<Interval> replicate(const std::function<std::vector<double>(std::uint64_t)>& run) {
    std::vector<std::vector<double>> by_figure;
    for (std::uint64_t replication = 0; replication < kReplications; ++replication) {
        const std::vector<double> figures = run(replication);
        by_figure.resize(figures.size());
        for (std::size_t i = 0; i < figures.size(); ++i) {
            by_figure[i].push_back(figures[i]);
        }
    }
    std::vector<Interval> intervals;
    intervals.reserve(by_figure.size());
    for (const std::vector<double>& observations : by_figure) {
        intervals.push_back(student_t_interval(observations));
    }
    return intervals;
}

Interval certain(double value) {
    return {value, 0};
}

std::string table_head() {
    return "| model | quantity | formula | exact | measured | ± 95 % | off by | source |\n"
           "| --- | --- | --- | --- | --- | --- | --- | --- |\n";
}

std::string table_row(const Case& of, const Row& row) {
    const double mean = row.measured.mean;
    return fmt::format("| {} | {} | {} | {:.5g} | {:.5g} | {:.2g} | {:+.2f} % | {} |\n", of.model,
                       row.quantity, row.formula, row.exact, mean, row.measured.half_width,
                       100 * (mean / row.exact - 1), of.source);
}

} // namespace meshcast::validation
