#pragma once

#include "tests/corpus/suite.h"

namespace meshcast::corpus {

/// Paths as a mesh of some pathNormalization makes them.
std::vector<Case> path_normalization_cases(const std::filesystem::path& root);

} // namespace meshcast::corpus
