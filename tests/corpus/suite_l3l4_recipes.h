#pragma once

#include "tests/corpus/suite.h"

namespace meshcast::corpus {

std::vector<Case> l3l4_recipes_cases(const std::filesystem::path& root);

} // namespace meshcast::corpus
