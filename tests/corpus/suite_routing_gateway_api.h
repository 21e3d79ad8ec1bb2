#pragma once

#include "tests/corpus/suite.h"

namespace meshcast::corpus {

/// The Gateway API's conformance tests: a request through a gateway or in the mesh, and who must receive
/// what.
std::vector<Case> routing_gateway_api_cases(const std::filesystem::path& root);

} // namespace meshcast::corpus
