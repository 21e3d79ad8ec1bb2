#pragma once

#include "tests/corpus/suite.h"

namespace meshcast::corpus {

/// A call through an Istio gateway or sidecar: the cluster it reaches, or the kind of failure.
std::vector<Case> routing_simulation_cases(const std::filesystem::path& root);

} // namespace meshcast::corpus
