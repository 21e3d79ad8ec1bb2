#pragma once

#include "tests/corpus/suite.h"

namespace meshcast::corpus {

/// AuthorizationPolicies and RequestAuthentications, and whether one request comes through:
/// l7/istio-authz and l7/istio-requestauthn.
std::vector<Case> istio_authorization_cases(const std::filesystem::path& root);
std::vector<Case> istio_request_authentication_cases(const std::filesystem::path& root);

} // namespace meshcast::corpus
