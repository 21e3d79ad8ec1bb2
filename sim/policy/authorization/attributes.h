#pragma once

#include "sim/model/mesh_config.h"
#include "sim/policy/authorization/access_request.h"
#include "sim/policy/authorization/token.h"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace meshcast {

/// What Istio's policies may ask of a request:
/// https://istio.io/latest/docs/reference/config/security/conditions/
enum class Attribute {
    RequestHeader,
    RequestPrincipal,
    RequestAudiences,
    RequestPresenter,
    RequestClaim,
    Host,
    Method,
    Path,
    SourceIp,
    RemoteIp,
    SourceNamespace,
    SourceServiceAccount,
    SourcePrincipal,
    SourceTrustDomain,
    DestinationIp,
    DestinationPort,
    ConnectionSni,
    EnvoyFilter, // metadata of a filter, which nobody has here
};

/// An attribute and which one of its kind.
struct AttributeName {
    Attribute attribute = Attribute::Host;
    std::vector<std::string> of; // header, or path of a claim
};

/// Of a condition's `key`; nothing when Istio knows none of that name.
std::optional<AttributeName> parse_attribute(std::string_view key);

/// Only requests have it, not connections.
bool is_http_only(Attribute attribute);

/// A ztunnel looks at it.
bool is_known_to_ztunnel(Attribute attribute);

/// What the tests look at: a request whose path has been normalized and whose token has been read.
struct Evidence {
    const AccessRequest& request;
    const HeaderValues& headers;
    const Claims& claims; // of the verified token; empty: none
    std::string principal;
    std::string path; // without the query string
    std::string remote_address;
};

using EvidenceTest = std::function<bool(const Evidence&)>;

/// What a test's values depend on besides themselves.
struct PolicyContext {
    const MeshConfig& mesh;
    std::string name_space; // of the policy
};

/// Whether the request has the value; nothing when such a value cannot be (a port "http", an address "x").
std::optional<EvidenceTest> compile_test(const AttributeName& name, const std::string& value,
                                         const PolicyContext& context);

} // namespace meshcast
