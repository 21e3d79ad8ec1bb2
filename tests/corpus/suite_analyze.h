#pragma once

#include "tests/corpus/suite.h"

namespace meshcast::corpus {

/// Manifests, one analyzer, and what istioctl finds with it: code and resource of each finding.
std::vector<Case> analyze_cases(const std::filesystem::path& root);

/// Objects one a document, and the words in which the API server or Istio refuses them, if they do.
std::vector<Case> validate_cases(const std::filesystem::path& root);

} // namespace meshcast::corpus
