#pragma once

#include "tests/corpus/suite.h"

namespace meshcast::corpus {

/// lb/*.json: Envoy's documented tables of priority load, panic, degraded hosts and locality weights, and its
/// unit tests' hash rings and Maglev tables. Told apart by what is in them, whatever their names.
std::vector<Case> lb_cases(const std::filesystem::path& root);

} // namespace meshcast::corpus
