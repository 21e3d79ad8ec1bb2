#pragma once

#include "sim/model/label_selector.h"
#include "sim/model/metadata.h"

#include <optional>
#include <string>
#include <variant>
#include <vector>

/// Linkerd's policy objects: https://linkerd.io/2/reference/authorization-policy/
namespace meshcast::linkerd {

/// Who is let in where no policy object says so.
enum class DefaultPolicy {
    AllUnauthenticated,
    AllAuthenticated,
    ClusterUnauthenticated, // from addresses of the cluster
    ClusterAuthenticated,
    Deny,
    Audit, // everybody, and a line in the log
};

/// One port of some pods.
struct Server {
    Metadata metadata;
    std::string created;
    std::optional<LabelSelector> pods;   // nullopt: it is for workloads outside the cluster
    std::variant<int, std::string> port; // of the pod; a name is that of a container's port
    std::string protocol = "unknown";    // "HTTP/1", "HTTP/2", "gRPC", "opaque", "TLS"; "unknown": detected
    std::optional<DefaultPolicy> access; // in place of denying whom no authorization names
};

/// Addresses, but for some.
struct Network {
    std::string cidr; // or one address
    std::vector<std::string> except;
};

/// A reference; what is empty is the referrer's own namespace or the core group.
struct Reference {
    std::string group;
    std::string kind;
    std::string name;
    std::string name_space;
    Origin origin;
};

/// Who may call Servers, in the form that was there before AuthorizationPolicy.
struct ServerAuthorization {
    enum class Tls {
        NotNeeded,
        Any,        // even of a client whose certificate nobody knows
        Identities, // of one of the identities
    };

    Metadata metadata;
    std::string server; // empty: those that the selector selects
    LabelSelector selector;
    std::vector<Network> networks; // empty: everywhere
    std::optional<Tls> tls;        // nullopt: nobody is authorized
    std::vector<std::string>
        identities; // "web.default.serviceaccount.identity.linkerd.cluster.local", "*.x", "*"
    std::vector<Reference> service_accounts;
};

/// Who may call a Server, a route or all Servers of a namespace: whoever has all the authentications.
struct AuthorizationPolicy {
    Metadata metadata;
    Reference target;
    std::vector<Reference> required; // empty: everybody
};

struct MeshTlsAuthentication {
    Metadata metadata;
    std::vector<std::string> identities;
    std::vector<Reference> identity_refs; // ServiceAccount or Namespace
};

struct NetworkAuthentication {
    Metadata metadata;
    std::vector<Network> networks;
};

struct Policies {
    std::vector<Server> servers;
    std::vector<ServerAuthorization> server_authorizations;
    std::vector<AuthorizationPolicy> authorization_policies;
    std::vector<MeshTlsAuthentication> mesh_tls_authentications;
    std::vector<NetworkAuthentication> network_authentications;
};

} // namespace meshcast::linkerd
