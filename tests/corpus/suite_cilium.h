#pragma once

#include "tests/corpus/suite.h"

namespace meshcast::corpus {

std::vector<Case> cilium_cases(const std::filesystem::path& root);

} // namespace meshcast::corpus
