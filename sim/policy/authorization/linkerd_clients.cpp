#include "sim/policy/authorization/linkerd_clients.h"

#include "sim/policy/selection.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace meshcast::linkerd {

namespace {

/// Where Linkerd takes a cluster to be, unless told: https://linkerd.io/2/reference/cluster-configuration/
constexpr std::array<std::string_view, 5> kClusterNetworks{"10.0.0.0/8", "100.64.0.0/10", "172.16.0.0/12",
                                                           "192.168.0.0/16", "fd00::/8"};

constexpr std::array<std::pair<std::string_view, DefaultPolicy>, 6> kDefaults{{
    {"all-unauthenticated", DefaultPolicy::AllUnauthenticated},
    {"all-authenticated", DefaultPolicy::AllAuthenticated},
    {"cluster-unauthenticated", DefaultPolicy::ClusterUnauthenticated},
    {"cluster-authenticated", DefaultPolicy::ClusterAuthenticated},
    {"deny", DefaultPolicy::Deny},
    {"audit", DefaultPolicy::Audit},
}};

/// Blocks that are none have been reported by whoever read them.
std::vector<Clients::Block> blocks_of(const std::vector<Network>& networks) {
    std::vector<Clients::Block> result;
    for (const Network& network : networks) {
        if (const auto block = parse_address_block(network.cidr)) {
            Clients::Block entry{*block, {}};
            for (const std::string& text : network.except) {
                if (const auto except = parse_address_block(text)) {
                    entry.except.push_back(*except);
                }
            }
            result.push_back(std::move(entry));
        }
    }
    return result;
}

bool contains(const Clients::Block& network, const std::string& address) {
    return network.block.contains(address) &&
           std::ranges::none_of(network.except,
                                [&](const AddressBlock& except) { return except.contains(address); });
}

bool is_identity(const std::string& pattern, const std::string& identity) {
    return pattern == "*" || (pattern.starts_with("*.") && identity.ends_with(pattern.substr(1))) ||
           pattern == identity;
}

std::string account_identity(const std::string& name_space, const std::string& name) {
    return linkerd_identity_of({.name_space = name_space, .service_account = name});
}

const std::string& namespace_of(const Reference& reference, const Metadata& referrer) {
    return reference.name_space.empty() ? referrer.name_space : reference.name_space;
}

template <class Object>
const Object* find_object(const std::vector<Object>& objects, const Reference& reference,
                          const Metadata& referrer) {
    const auto found = std::ranges::find_if(objects, [&](const Object& object) {
        return object.metadata.name == reference.name &&
               object.metadata.name_space == namespace_of(reference, referrer);
    });
    return found == objects.end() ? nullptr : &*found;
}

std::vector<std::string> identities_of(const MeshTlsAuthentication& authentication) {
    std::vector<std::string> result = authentication.identities;
    for (const Reference& reference : authentication.identity_refs) {
        if (reference.kind == "ServiceAccount") {
            result.push_back(
                account_identity(namespace_of(reference, authentication.metadata), reference.name));
        } else if (reference.kind == "Namespace") {
            result.push_back(account_identity(reference.name, "*"));
        }
    }
    return result;
}

} // namespace

bool Clients::admit(const AccessRequest& request) const {
    const bool from_there = !networks || std::ranges::any_of(*networks, [&](const Block& network) {
        return contains(network, request.source_address);
    });
    if (!from_there || !needs_identity) {
        return from_there;
    }
    return request.peer && std::ranges::any_of(identities, [&](const std::string& pattern) {
               return is_identity(pattern, linkerd_identity_of(*request.peer));
           });
}

std::optional<Clients> clients_of(DefaultPolicy policy) {
    if (policy == DefaultPolicy::Deny) {
        return std::nullopt;
    }
    Clients clients;
    clients.object = fmt::format("default policy {}", default_policy_name(policy));
    clients.logs = policy == DefaultPolicy::Audit;
    clients.needs_identity =
        policy == DefaultPolicy::AllAuthenticated || policy == DefaultPolicy::ClusterAuthenticated;
    clients.identities = {"*"};
    if (policy == DefaultPolicy::ClusterAuthenticated || policy == DefaultPolicy::ClusterUnauthenticated) {
        std::vector<Network> networks;
        for (const std::string_view block : kClusterNetworks) {
            networks.push_back({std::string(block), {}});
        }
        clients.networks = blocks_of(networks);
    }
    return clients;
}

std::optional<Clients> clients_of(const ServerAuthorization& authorization) {
    if (!authorization.tls) {
        return std::nullopt;
    }
    Clients clients;
    clients.object = "ServerAuthorization " + qualified_name(authorization.metadata);
    clients.origin = authorization.metadata.origin;
    if (!authorization.networks.empty()) {
        clients.networks = blocks_of(authorization.networks);
    }
    clients.needs_identity = *authorization.tls != ServerAuthorization::Tls::NotNeeded;
    clients.identities = *authorization.tls == ServerAuthorization::Tls::Any ? std::vector<std::string>{"*"}
                                                                             : authorization.identities;
    for (const Reference& account : authorization.service_accounts) {
        clients.identities.push_back(
            account_identity(namespace_of(account, authorization.metadata), account.name));
    }
    const bool somebody = !clients.needs_identity || !clients.identities.empty();
    return somebody ? std::optional(std::move(clients)) : std::nullopt;
}

std::optional<Clients> clients_of(const AuthorizationPolicy& policy, const Policies& policies) {
    Clients clients;
    clients.object = "AuthorizationPolicy " + qualified_name(policy.metadata);
    clients.origin = policy.metadata.origin;
    for (const Reference& reference : policy.required) {
        if (reference.kind == "NetworkAuthentication") {
            const auto* found = find_object(policies.network_authentications, reference, policy.metadata);
            if (found == nullptr || clients.networks) {
                return std::nullopt;
            }
            clients.networks = blocks_of(found->networks);
            continue;
        }
        if (clients.needs_identity) {
            return std::nullopt;
        }
        clients.needs_identity = true;
        if (reference.kind == "ServiceAccount") {
            clients.identities = {account_identity(namespace_of(reference, policy.metadata), reference.name)};
        } else if (reference.kind == "MeshTLSAuthentication") {
            const auto* found = find_object(policies.mesh_tls_authentications, reference, policy.metadata);
            clients.identities = found == nullptr ? std::vector<std::string>{} : identities_of(*found);
        }
        if (clients.identities.empty()) {
            return std::nullopt;
        }
    }
    return clients;
}

std::string_view default_policy_name(DefaultPolicy policy) {
    return std::ranges::find(kDefaults, policy, [](const auto& entry) { return entry.second; })->first;
}

std::optional<DefaultPolicy> parse_default_policy(std::string_view name) {
    const auto* found = std::ranges::find(kDefaults, name, [](const auto& entry) { return entry.first; });
    return found == kDefaults.end() ? std::nullopt : std::optional(found->second);
}

} // namespace meshcast::linkerd
