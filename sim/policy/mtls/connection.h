#pragma once

#include "sim/model/security.h"
#include "sim/policy/mtls/client_tls.h"
#include "sim/policy/mtls/inbound.h"

#include <optional>
#include <string>
#include <vector>

namespace meshcast {

struct ConnectionCall {
    const Workload* from = nullptr;  // nullptr: outside the mesh
    const Workload* to = nullptr;    // never null
    const KnownHost* host = nullptr; // that was asked for; nullptr: the pod's address
    int port = 0;                    // of the host; of the pod where there is none
    std::string subset;
    RequestFacts::Protocol protocol = RequestFacts::Protocol::Http;
    bool own_tls = false;                  // the application encrypts by itself
    std::optional<ProxyKind> client_proxy; // instead of what labels say
    std::optional<ProxyKind> server_proxy;
};

/// What becomes of one connection between two pods, as Istio's proxies have it.
struct ConnectionDecision {
    enum class Outcome {
        Plaintext, // arrives, anybody on the way can read it
        OwnTls,    // arrives encrypted by the application or with certificates that are not the mesh's
        MutualTls, // arrives over the mesh's mutual TLS: the server knows who calls
        Fails,
    };

    Outcome outcome = Outcome::Plaintext;
    std::string because;
    Origin origin; // of the object that decided; line 0: a default did
    ProxyDecision client;
    ProxyDecision server;
    ClientTlsDecision sent;

    bool arrives() const { return outcome != Outcome::Fails; }
};

/// `directory` and `known` are made of the same topology that the two workloads are in.
ConnectionDecision connect(const Security& security, const Routing& routing, const Directory& directory,
                           const KnownHosts& known, const ConnectionCall& call);

std::string_view outcome_name(ConnectionDecision::Outcome outcome); // "mutual TLS"

} // namespace meshcast
