#pragma once

#include "tests/corpus/suite.h"

namespace meshcast::corpus {

/// injection/: which webhook of Istio gets a pod, whether its injector adds a sidecar, and what
/// `linkerd inject` makes of manifests.
std::vector<Case> injection_cases(const std::filesystem::path& root);

} // namespace meshcast::corpus
