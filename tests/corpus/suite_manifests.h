#pragma once

#include "tests/corpus/suite.h"

namespace meshcast::corpus {

/// Every YAML and JSON file anywhere under the root that no other suite of ours loads: whatever it is,
/// reading it ends.
std::vector<Case> manifests_cases(const std::filesystem::path& root);

} // namespace meshcast::corpus
