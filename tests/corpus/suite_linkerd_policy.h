#pragma once

#include "tests/corpus/suite.h"

namespace meshcast::corpus {

/// Linkerd's policy objects, and who may call the web pod.
std::vector<Case> linkerd_policy_cases(const std::filesystem::path& root);

} // namespace meshcast::corpus
