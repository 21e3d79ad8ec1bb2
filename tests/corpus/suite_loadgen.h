#pragma once

#include "tests/corpus/suite.h"

namespace meshcast::corpus {

/// loadgen/**.json: results of real fortio runs, bare or wrapped by Meshery. What a result says about its
/// histogram (percentiles, mean, cumulative shares) must follow from the buckets as we compute it, and how
/// many calls it made and how long it took from how we would have paced it.
std::vector<Case> loadgen_cases(const std::filesystem::path& root);

} // namespace meshcast::corpus
