#pragma once

#include "sim/policy/mtls/inbound_port.h"
#include "sim/policy/mtls/peer_mode.h"

#include <string>

namespace meshcast {

/// What comes over the wire: nothing encrypted, TLS that is not the mesh's, mutual TLS with a certificate.
enum class ArrivingAs { Plaintext, Tls, MutualTls };

struct InboundCall {
    int port = 0;                                                   // of the pod
    RequestFacts::Protocol protocol = RequestFacts::Protocol::Http; // inside the encryption
    ArrivingAs arrival = ArrivingAs::Plaintext;
};

/// What the sidecar of a server does with a connection, as istiod's filter chains have it.
/// https://istio.io/latest/docs/ops/configuration/traffic-management/tls-configuration/#inbound-traffic
struct InboundDecision {
    enum class Outcome {
        Accepted,
        NoFilterChain, // nothing there takes this: the connection is reset
        NotMutualTls,  // the handshake fails: certificates are asked for, or not those of the mesh
        ProtocolError, // HTTP is expected, something else comes
        Refused,       // the port is the proxy's own
    };

    Outcome outcome = Outcome::Accepted;
    bool declared = false;   // by a Service or Sidecar; else passed through
    bool terminated = false; // TLS ends at the proxy: the application gets what is inside
    PeerMode mode;
    std::string because;
    Origin origin; // of the object that decided; line 0: a default did

    /// The proxy knows who calls: mutual TLS ended there.
    bool identified = false;
};

InboundDecision inbound(const Security& security, const Routing& routing, const KnownHosts& known,
                        const Caller& server, const PodTemplate* pod, const InboundCall& call);

} // namespace meshcast
