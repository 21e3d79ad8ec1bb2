#pragma once

#include "tests/corpus/suite.h"

namespace meshcast::corpus {

/// What the tasks of Istio's documentation print of policies.
std::vector<Case> istio_docs_cases(const std::filesystem::path& root);

} // namespace meshcast::corpus
