#include "scenarios/diagnostics/catalogue.h"
#include "scenarios/import/istio/fields.h"
#include "scenarios/import/kubernetes/metadata.h"
#include "scenarios/import/kubernetes/spelling.h"
#include "scenarios/import/linkerd/security.h"
#include "sim/model/address.h"

#include <algorithm>
#include <map>

namespace meshcast::linkerd {

using namespace routes;

namespace {

constexpr std::string_view kPolicyGroup = "policy.linkerd.io";

const kubernetes::Fields kReferenceFields{{"group", "kind", "name", "namespace"}, {}};
const kubernetes::Fields kNetworkFields{{"cidr", "except"}, {}};
const kubernetes::Fields kAuthorizationFields{{"server", "client"}, {}};
const kubernetes::Fields kServerRefFields{{"name", "selector"}, {}};
const kubernetes::Fields kClientFields{{"networks", "unauthenticated", "meshTLS"}, {}};
const kubernetes::Fields kMeshTlsFields{{"unauthenticatedTLS", "identities", "serviceAccounts"}, {}};
const kubernetes::Fields kPolicyFields{{"targetRef", "requiredAuthenticationRefs"}, {}};
const kubernetes::Fields kIdentityFields{{"identities", "identityRefs"}, {}};

void check_address(const yaml::Cursor& field, const std::string& text) {
    if (field.present() && !parse_address_block(text)) {
        field.report(message::PolicyValueUnusable,
                     fill(message::PolicyValueUnusable, field.path(), text, "IP address or CIDR block"));
    }
}

std::string read_address(const yaml::Cursor& field) {
    std::string text = field.string().value_or("");
    check_address(field, text);
    return text;
}

bool is_core(const std::string& group) {
    return group.empty() || group == "core";
}

bool is_target(const Reference& target) {
    const bool route = target.kind == "HTTPRoute" || target.kind == "GRPCRoute";
    return (is_core(target.group) && target.kind == "Namespace") ||
           (target.group == kPolicyGroup && (target.kind == "Server" || target.kind == "HTTPRoute")) ||
           (target.group == "gateway.networking.k8s.io" && route);
}

bool is_authentication(const Reference& reference) {
    return (is_core(reference.group) && reference.kind == "ServiceAccount") ||
           (reference.group == kPolicyGroup &&
            (reference.kind == "MeshTLSAuthentication" || reference.kind == "NetworkAuthentication"));
}

void refuse_reference(const yaml::Cursor& ref, const Reference& reference) {
    ref.report(message::LinkerdTargetUnknown,
               fill(message::LinkerdTargetUnknown, ref.path(),
                    reference.group.empty() ? reference.kind : reference.group + "/" + reference.kind,
                    reference.name));
}

/// What the metadata of an object and the check of its spec begin every reader with.
std::optional<Metadata> begin(const yaml::Cursor& object, const kubernetes::Fields& fields) {
    std::optional<Metadata> metadata = kubernetes::read_metadata(object, true);
    kubernetes::check_spelling(object["spec"], fields);
    return metadata;
}

} // namespace

Reference read_reference(const yaml::Cursor& ref) {
    kubernetes::check_spelling(ref, kReferenceFields);
    kubernetes::warn_if_missing(ref["name"], "write name: NAME");
    return {ref["group"].string().value_or(""), ref["kind"].string().value_or(""),
            ref["name"].string().value_or(""), ref["namespace"].string().value_or(""), ref.origin()};
}

std::vector<Network> read_networks(const yaml::Cursor& list) {
    std::vector<Network> networks;
    for (const yaml::Cursor& item : list.items()) {
        kubernetes::check_spelling(item, kNetworkFields);
        kubernetes::warn_if_missing(item["cidr"], "write cidr: 10.0.0.0/8");
        Network network{read_address(item["cidr"]), {}};
        for (const yaml::Cursor& except : item["except"].items()) {
            network.except.push_back(read_address(except));
        }
        networks.push_back(std::move(network));
    }
    return networks;
}

void read_server_authorization(const yaml::Cursor& object, Security& security) {
    std::optional<Metadata> metadata = begin(object, kAuthorizationFields);
    if (!metadata) {
        return;
    }
    using Tls = ServerAuthorization::Tls;
    ServerAuthorization authorization;
    authorization.metadata = *std::move(metadata);
    const yaml::Cursor server = object["spec"]["server"];
    kubernetes::check_spelling(server, kServerRefFields);
    authorization.server = server["name"].string().value_or("");
    authorization.selector = kubernetes::read_label_selector(server["selector"]);
    const yaml::Cursor client = object["spec"]["client"];
    kubernetes::check_spelling(client, kClientFields);
    authorization.networks = read_networks(client["networks"]);
    const yaml::Cursor tls = client["meshTLS"];
    kubernetes::check_spelling(tls, kMeshTlsFields);
    if (client["unauthenticated"].boolean().value_or(false)) {
        authorization.tls = Tls::NotNeeded;
    } else if (tls["unauthenticatedTLS"].boolean().value_or(false)) {
        authorization.tls = Tls::Any;
    } else if (tls.present()) {
        authorization.tls = Tls::Identities;
        authorization.identities = read_strings(tls["identities"]);
        for (const yaml::Cursor& account : tls["serviceAccounts"].items()) {
            authorization.service_accounts.push_back(read_reference(account));
        }
    }
    const bool nobody =
        !authorization.tls || (*authorization.tls == Tls::Identities && authorization.identities.empty() &&
                               authorization.service_accounts.empty());
    if (nobody) {
        client.report(message::LinkerdNobodyAuthorized,
                      fill(message::LinkerdNobodyAuthorized, authorization.metadata.name));
    }
    security.linkerd_policies.server_authorizations.push_back(std::move(authorization));
}

void read_authorization_policy(const yaml::Cursor& object, Security& security) {
    std::optional<Metadata> metadata = begin(object, kPolicyFields);
    if (!metadata) {
        return;
    }
    AuthorizationPolicy policy;
    policy.metadata = *std::move(metadata);
    const yaml::Cursor target = object["spec"]["targetRef"];
    kubernetes::warn_if_missing(target,
                                "write targetRef: {group: policy.linkerd.io, kind: Server, name: NAME}");
    policy.target = read_reference(target);
    if (target.present() && !is_target(policy.target)) {
        refuse_reference(target, policy.target);
        return;
    }
    std::map<std::string, int> kinds; // how many; accounts are a way to name identities, too
    for (const yaml::Cursor& ref : object["spec"]["requiredAuthenticationRefs"].items()) {
        Reference reference = read_reference(ref);
        if (!is_authentication(reference)) {
            refuse_reference(ref, reference);
            return;
        }
        const bool network = reference.kind == "NetworkAuthentication";
        if (++kinds[network ? reference.kind : "MeshTLSAuthentication"] > 1) {
            ref.report(message::LinkerdAuthenticationTwice,
                       fill(message::LinkerdAuthenticationTwice,
                            network ? "NetworkAuthentication" : "MeshTLSAuthentication or ServiceAccount"));
        }
        policy.required.push_back(std::move(reference));
    }
    security.linkerd_policies.authorization_policies.push_back(std::move(policy));
}

void read_mesh_tls_authentication(const yaml::Cursor& object, Security& security) {
    std::optional<Metadata> metadata = begin(object, kIdentityFields);
    if (!metadata) {
        return;
    }
    MeshTlsAuthentication authentication;
    authentication.metadata = *std::move(metadata);
    const yaml::Cursor spec = object["spec"];
    authentication.identities = read_strings(spec["identities"]);
    for (const yaml::Cursor& ref : spec["identityRefs"].items()) {
        Reference reference = read_reference(ref);
        if (reference.kind != "ServiceAccount" && reference.kind != "Namespace") {
            refuse_reference(ref, reference);
            continue;
        }
        authentication.identity_refs.push_back(std::move(reference));
    }
    if (authentication.identities.empty() && authentication.identity_refs.empty()) {
        spec.report(message::LinkerdNobodyAuthorized,
                    fill(message::LinkerdNobodyAuthorized, authentication.metadata.name));
    }
    security.linkerd_policies.mesh_tls_authentications.push_back(std::move(authentication));
}

void read_network_authentication(const yaml::Cursor& object, Security& security) {
    static const kubernetes::Fields kSpec{{"networks"}, {}};
    std::optional<Metadata> metadata = begin(object, kSpec);
    if (!metadata) {
        return;
    }
    kubernetes::warn_if_missing(object["spec"]["networks"], "write networks: [{cidr: 10.0.0.0/8}]");
    security.linkerd_policies.network_authentications.push_back(
        {*std::move(metadata), read_networks(object["spec"]["networks"])});
}

void check_references(const Policies& policies, Diagnostics& diagnostics) {
    const auto is_there = [&](const Reference& reference, const std::string& name_space) {
        const auto named = [&](const auto& object) {
            return object.metadata.name == reference.name && object.metadata.name_space == name_space;
        };
        return reference.kind == "NetworkAuthentication"
                   ? std::ranges::any_of(policies.network_authentications, named)
                   : reference.kind != "MeshTLSAuthentication" ||
                         std::ranges::any_of(policies.mesh_tls_authentications, named);
    };
    for (const AuthorizationPolicy& policy : policies.authorization_policies) {
        for (const Reference& reference : policy.required) {
            const std::string& name_space =
                reference.name_space.empty() ? policy.metadata.name_space : reference.name_space;
            if (!is_there(reference, name_space)) {
                diagnostics.add(message::LinkerdAuthenticationMissing, reference.origin,
                                fill(message::LinkerdAuthenticationMissing, reference.kind,
                                     name_space + "/" + reference.name));
            }
        }
    }
}

} // namespace meshcast::linkerd
