#pragma once

#include "tests/corpus/suite.h"

namespace meshcast::corpus {

/// isotope-unit/cases.json: the unit tests of isotope's own reader, for graphs, scripts, sizes and
/// percentages.
std::vector<Case> isotope_unit_cases(const std::filesystem::path& root);

} // namespace meshcast::corpus
