#pragma once

#include "tests/corpus/suite.h"

namespace meshcast::corpus {

/// mtls/istio-reachability: whether a pod reaches another's port, and over mutual TLS or not.
std::vector<Case> mtls_reachability_cases(const std::filesystem::path& root);

/// mtls/istio-passthrough: whether a port that no Service declares takes plaintext or mutual TLS.
std::vector<Case> mtls_passthrough_cases(const std::filesystem::path& root);

/// mtls/istio-docs: who reaches whom in the tasks of Istio's documentation.
std::vector<Case> mtls_docs_cases(const std::filesystem::path& root);

/// mtls/istio-compose: the mode that several PeerAuthentications make together.
std::vector<Case> mtls_compose_cases(const std::filesystem::path& root);

} // namespace meshcast::corpus
