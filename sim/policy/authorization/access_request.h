#pragma once

#include "sim/model/route_rule.h"
#include "sim/policy/authorization/token.h"

#include <optional>
#include <string>

namespace meshcast {

/// Whom a client's certificate names.
struct PeerIdentity {
    std::string trust_domain = "cluster.local";
    std::string name_space = "default";
    std::string service_account = "default";
};

/// "cluster.local/ns/default/sa/web", as Istio's policies have it.
std::string principal_of(const PeerIdentity& peer);

/// "web.default.serviceaccount.identity.linkerd.cluster.local", as Linkerd's have it.
std::string linkerd_identity_of(const PeerIdentity& peer);

/// What the proxy that decides knows of a request, or of a connection that it does not look into.
struct AccessRequest {
    enum class Protocol { Http, Grpc, Tcp };

    Protocol protocol = Protocol::Http;
    std::optional<PeerIdentity> peer; // nullopt: the connection is plain text
    std::string source_address;       // of the connection's other end
    std::string destination_address;  // of the pod
    int port = 0;                     // of the pod, not the Service
    std::string sni;                  // empty: none
    std::string host;                 // the authority as sent, perhaps with a port
    std::string method = "GET";       // gRPC: POST
    std::string path = "/";           // as sent, with the query string
    HeaderValues headers;
    Tokens tokens; // what the tokens in it say
};

/// The server name that Istio's proxies send for a service by themselves, "outbound_.80_.v1_.host".
std::string automatic_sni(int service_port, const std::string& subset, const std::string& host);

/// Whose the request is before all proxies: the entry of X-Forwarded-For that is believed, else the
/// connection's other end. A gateway believes as many entries as there are trusted proxies before it; another
/// proxy believes the last.
/// https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_conn_man/headers#x-forwarded-for
std::string remote_address(const AccessRequest& request, bool gateway, int trusted_proxies);

} // namespace meshcast
