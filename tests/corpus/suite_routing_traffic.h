#pragma once

#include "tests/corpus/suite.h"

namespace meshcast::corpus {

/// Istio's traffic tests end to end: rewrites, redirects, headers, CORS, faults, claims of tokens, shares.
/// `protocolAtBackend` is not checked: the cases leave out which protocol the client speaks.
std::vector<Case> routing_traffic_cases(const std::filesystem::path& root);

} // namespace meshcast::corpus
