#pragma once

#include "tests/corpus/suite.h"

namespace meshcast::corpus {

/// Which route an Istio sidecar has for a host and port: merge order and visibility.
std::vector<Case> routing_sidecar_cases(const std::filesystem::path& root);

} // namespace meshcast::corpus
