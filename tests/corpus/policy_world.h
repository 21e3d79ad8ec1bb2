#pragma once

#include "sim/policy/authorization/istio_authorization.h"
#include "tests/corpus/routing.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace meshcast::corpus {

/// Claims as JSON, in the form that policies look at.
Claims claims_from(const Json& claims);

/// The tokens of l7/jwt-tokens.json, by name.
Tokens named_tokens(const std::filesystem::path& root);

/// Who takes part in a request: a workload found by its own or its Service's name.
struct Party {
    const Workload* workload = nullptr; // nullptr: not among the manifests
    const Service* service = nullptr;
    PeerIdentity identity;
    std::string address; // of its pods, where the manifests say
    bool has_proxy = true;
};

Party find_party(const RoutingWorld& world, const std::string& name_space, const std::string& name);

/// Whether the server is told who calls: the client's proxy encrypts by itself, unless a DestinationRule says
/// otherwise.
bool identifies_itself(const RoutingWorld& world, const Party& from, const Party& to, int service_port);

/// The pod's port behind a Service's port; 0: its first one.
int pod_port(const Party& party, int service_port);

/// HTTP, HTTP2, GRPC; everything else is a connection.
AccessRequest::Protocol protocol_of(const std::string& name);

} // namespace meshcast::corpus
