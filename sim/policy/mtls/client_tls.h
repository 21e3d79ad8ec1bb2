#pragma once

#include "sim/policy/destination_policy.h"
#include "sim/policy/injection/istio_proxy.h"
#include "sim/policy/known_hosts.h"
#include "sim/policy/mtls/peer_mode.h"

#include <string>

namespace meshcast {

/// How a client's proxy sends to one endpoint. Tls: with certificates that are not the mesh's. Hbone: mutual
/// TLS of the mesh around an HTTP CONNECT, as ztunnel speaks it.
enum class Sends { Plaintext, Tls, MutualTls, Hbone };

struct ClientTlsDecision {
    Sends sends = Sends::Plaintext;
    std::string because;
    Origin origin; // of the DestinationRule's tls, or the object that decided; line 0: a default did
};

/// What is known of the endpoint that was chosen.
struct TlsEndpoint {
    ProxyKind proxy = ProxyKind::None;
    bool takes_mesh_tls = true; // no label security.istio.io/tlsMode that says otherwise
    PeerMode mode;              // of the pod's port
};

/// A DestinationRule's tls where there is one, else auto mTLS: mutual TLS where the endpoint has a proxy and
/// its mode is not DISABLE. Decided for each endpoint. `host` is nullptr where the pod's address was dialled:
/// the proxy then passes the connection on as it is.
/// https://istio.io/latest/docs/ops/configuration/traffic-management/tls-configuration/#auto-mtls
ClientTlsDecision client_tls(const MeshConfig& mesh, const Routing& routing, const Caller& client,
                             ProxyKind client_proxy, const KnownHost* host, int port, std::string_view subset,
                             const TlsEndpoint& endpoint);

} // namespace meshcast
