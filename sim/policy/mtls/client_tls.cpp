#include "sim/policy/mtls/client_tls.h"

#include "sim/policy/selection.h"

#include <fmt/format.h>

namespace meshcast {

namespace {

std::string_view tls_mode_name(ClientTls mode) {
    switch (mode) {
    case ClientTls::Auto:
        return "";
    case ClientTls::Disable:
        return "DISABLE";
    case ClientTls::Simple:
        return "SIMPLE";
    case ClientTls::Mutual:
        return "MUTUAL";
    case ClientTls::IstioMutual:
        return "ISTIO_MUTUAL";
    }
    return "";
}

Sends as_declared(ClientTls mode, ProxyKind endpoint) {
    switch (mode) {
    case ClientTls::Auto:
    case ClientTls::Disable:
        return Sends::Plaintext;
    case ClientTls::Simple:
    case ClientTls::Mutual:
        return Sends::Tls;
    case ClientTls::IstioMutual:
        break;
    }
    return endpoint == ProxyKind::Ztunnel ? Sends::Hbone : Sends::MutualTls;
}

ClientTlsDecision of_ztunnel(const TlsEndpoint& endpoint) {
    if (endpoint.proxy == ProxyKind::None) {
        return {
            Sends::Plaintext, "the server has no proxy, and ztunnel encrypts for those of the mesh only", {}};
    }
    return {Sends::Hbone, "ztunnel encrypts what goes to pods of the mesh", {}};
}

ClientTlsDecision automatic(const MeshConfig& mesh, const KnownHost& host, const TlsEndpoint& endpoint) {
    if (endpoint.proxy == ProxyKind::Ztunnel) {
        return {Sends::Hbone, "ztunnel is in front of the server", {}};
    }
    if (!mesh.auto_mtls) {
        return {Sends::Plaintext, "no DestinationRule asks for TLS, and enableAutoMtls is off", mesh.origin};
    }
    if (host.entry != nullptr && !host.entry->in_mesh) {
        return {Sends::Plaintext, fmt::format("{} is outside the mesh (MESH_EXTERNAL)", host.host),
                host.entry->metadata.origin};
    }
    if (endpoint.proxy == ProxyKind::None) {
        return {Sends::Plaintext, "auto mTLS: the server has no proxy", {}};
    }
    if (!endpoint.takes_mesh_tls) {
        return {
            Sends::Plaintext, "auto mTLS: the server's label security.istio.io/tlsMode is against it", {}};
    }
    if (endpoint.mode.mode == PeerAuthentication::Mode::Disable) {
        return {Sends::Plaintext, "auto mTLS: " + endpoint.mode.because, endpoint.mode.origin()};
    }
    return {Sends::MutualTls, "auto mTLS: the server has a sidecar", {}};
}

} // namespace

ClientTlsDecision client_tls(const MeshConfig& mesh, const Routing& routing, const Caller& client,
                             ProxyKind client_proxy, const KnownHost* host, int port, std::string_view subset,
                             const TlsEndpoint& endpoint) {
    if (client_proxy == ProxyKind::None) {
        return {Sends::Plaintext, "the client has no proxy", {}};
    }
    if (client_proxy == ProxyKind::Ztunnel) {
        return of_ztunnel(endpoint);
    }
    if (host == nullptr) {
        return {
            Sends::Plaintext, "the client dials the pod itself, which its sidecar passes on as it is", {}};
    }
    const DestinationPolicies policies = destination_policies(routing, client, host->host, host->name_space);
    const TrafficPolicy policy = policies.in_force(subset, port);
    if (policy.tls && policy.tls->mode != ClientTls::Auto) {
        return {as_declared(policy.tls->mode, endpoint.proxy),
                fmt::format("DestinationRule {} has the TLS mode {}",
                            qualified_name(policies.rules.front()->metadata),
                            tls_mode_name(policy.tls->mode)),
                policy.tls->origin};
    }
    return automatic(mesh, *host, endpoint);
}

} // namespace meshcast
