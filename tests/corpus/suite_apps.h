#pragma once

#include "tests/corpus/suite.h"

namespace meshcast::corpus {

/// apps/: every file of real applications loads without an error.
std::vector<Case> apps_cases(const std::filesystem::path& root);

} // namespace meshcast::corpus
