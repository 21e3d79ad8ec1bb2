#pragma once

#include "engine/statistics.h"

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace meshcast::validation {

/// One figure of one model: what theory says, what was measured.
struct Row {
    std::string quantity;
    std::string formula;
    double exact = 0;
    Interval measured; ///< 95 %; no width where nothing is random
};

/// A model that theory can solve.
struct Case {
    std::string_view model;
    std::string_view source; // of the formulas
    std::vector<Row> (*run)();
};

/// All there are, in the order of the table.
std::span<const Case> cases();

// The families, one file each.
std::vector<Row> mm1();
std::vector<Row> md1();
std::vector<Row> me2_1();
std::vector<Row> mlognormal1();
std::vector<Row> mm1k();
std::vector<Row> mm4();
std::vector<Row> erlang_loss_exponential();
std::vector<Row> erlang_loss_lognormal();
std::vector<Row> tandem();
std::vector<Row> jackson();
std::vector<Row> closed_network();
std::vector<Row> processor_sharing_exponential();
std::vector<Row> processor_sharing_constant();
std::vector<Row> processor_sharing_lognormal();
std::vector<Row> quota_one_thread();
std::vector<Row> quota_three_threads();
std::vector<Row> quota_busy();
std::vector<Row> two_choices();
std::vector<Row> retries();
std::vector<Row> token_bucket_schedule();
std::vector<Row> token_bucket_of_one();
std::vector<Row> token_bucket_overloaded();
std::vector<Row> token_bucket_with_timer();
std::vector<Row> mesh_chain();
std::vector<Row> mesh_closed();

// An instrumented build cannot afford as many customers, and its intervals are wider by the square root.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__) || !defined(__OPTIMIZE__)
inline constexpr bool kInstrumented = true;
inline constexpr std::uint64_t kShare = 25;
inline constexpr double kWiden = 5;
#else
inline constexpr bool kInstrumented = false;
inline constexpr std::uint64_t kShare = 1;
inline constexpr double kWiden = 1;
#endif

inline constexpr double kTolerance = 0.01;

inline constexpr std::uint64_t kReplications = 20;

/// Figures with Student's interval over kReplications independent replications, numbered from 0; the number
/// keys their random streams. `run` gives the same figures in the same order each time.
std::vector<Interval> replicate(const std::function<std::vector<double>(std::uint64_t replication)>& run);

/// Where nothing is random.
Interval certain(double value);

/// What docs/validation.md holds.
std::string table_head();
std::string table_row(const Case& of, const Row& row);

} // namespace meshcast::validation
