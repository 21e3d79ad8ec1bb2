#pragma once

#include "tests/corpus/suite.h"

namespace meshcast::corpus {

/// isotope/: every service graph is imported; its services, replicas and calls are counted again from the
/// YAML.
std::vector<Case> isotope_cases(const std::filesystem::path& root);

} // namespace meshcast::corpus
