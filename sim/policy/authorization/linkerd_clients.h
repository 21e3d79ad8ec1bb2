#pragma once

#include "sim/model/address.h"
#include "sim/model/linkerd_policy.h"
#include "sim/policy/authorization/access_request.h"

#include <optional>
#include <string>
#include <vector>

namespace meshcast::linkerd {

/// Clients that something lets in.
struct Clients {
    struct Block {
        AddressBlock block;
        std::vector<AddressBlock> except;
    };

    std::string object; // "ServerAuthorization test/web"
    Origin origin;
    bool logs = false;                          // it is a way to see who comes
    std::optional<std::vector<Block>> networks; // nullopt: everywhere
    bool needs_identity = false;
    std::vector<std::string> identities; // any of them: all of one, "*.suffix", "*"

    bool admit(const AccessRequest& request) const;
};

/// Whom a default policy lets in; nobody for Deny.
std::optional<Clients> clients_of(DefaultPolicy policy);

/// Whom an authorization lets in; nothing when Linkerd's controller ignores it, because it names no client,
/// or an authentication that is not there or not alone of its kind.
std::optional<Clients> clients_of(const ServerAuthorization& authorization);
std::optional<Clients> clients_of(const AuthorizationPolicy& policy, const Policies& policies);

std::string_view default_policy_name(DefaultPolicy policy); // "all-authenticated"
std::optional<DefaultPolicy> parse_default_policy(std::string_view name);

} // namespace meshcast::linkerd
