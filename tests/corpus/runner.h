#pragma once

#include "tests/corpus/known_wrong.h"
#include "tests/corpus/suite.h"

#include <filesystem>
#include <span>
#include <string>

namespace meshcast::corpus {

struct Report {
    std::string text; // a line a suite, "agreed/total  suite"; then each disagreement with both results
    int suites = 0;   // that were found under the root
    int disagreements = 0;
    int unexplained = 0; // of those, the ones known_wrong.cpp gives no reason for
};

/// Runs the suites whose folder is under `root`.
Report run_suites(const std::filesystem::path& root, std::span<const Suite> suites,
                  std::span<const KnownWrong> known);

} // namespace meshcast::corpus
