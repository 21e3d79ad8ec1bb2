#include "sim/policy/mtls/connection.h"

#include "sim/policy/injection/capture.h"
#include "sim/policy/selection.h"

#include <fmt/format.h>

#include <algorithm>

namespace meshcast {

namespace {

using Connected = ConnectionDecision::Outcome;
using Protocol = RequestFacts::Protocol;

constexpr std::string_view kTlsModeLabel = "security.istio.io/tlsMode";

Caller caller_of(const Workload& workload) {
    Caller caller;
    caller.name_space = workload.metadata.name_space;
    caller.labels = workload.pod.labels;
    return caller;
}

bool takes_mesh_tls(const Workload& workload) {
    const auto found = workload.pod.labels.find(kTlsModeLabel);
    return found == workload.pod.labels.end() || found->second == "istio";
}

class Connector {
  public:
    Connector(const Security& security, const Routing& routing, const Directory& directory,
              const KnownHosts& known, const ConnectionCall& call)
        : security_(security), routing_(routing), directory_(directory), known_(known), call_(call) {}

    ConnectionDecision decide() {
        const std::optional<int> port =
            call_.host == nullptr ? call_.port : pod_port(*call_.host, call_.port, call_.to->pod);
        result_.server = proxy_of(*call_.to, call_.server_proxy);
        if (call_.from != nullptr) {
            result_.client = proxy_of(*call_.from, call_.client_proxy);
        } else {
            result_.client.because = "the client is outside the cluster";
        }
        if (!port) {
            end(Connected::Fails,
                fmt::format("{} has no port {} that leads to {}", call_.host->host, call_.port,
                            qualified_name(call_.to->metadata)),
                {});
            return std::move(result_);
        }
        port_ = *port;
        const Caller server = caller_of(*call_.to);
        mode_ = peer_mode(security_, server.name_space, server.labels, port_);
        result_.sent =
            client_tls(security_.mesh, routing_, call_.from == nullptr ? Caller{} : caller_of(*call_.from),
                       result_.client.kind, call_.host, call_.port, call_.subset,
                       {result_.server.kind, takes_mesh_tls(*call_.to), mode_});
        arrive(server);
        return std::move(result_);
    }

  private:
    ProxyDecision proxy_of(const Workload& workload, std::optional<ProxyKind> known) const {
        if (!known) {
            return istio_proxy_of(security_.injection, directory_, workload);
        }
        ProxyDecision decision;
        decision.kind = *known;
        decision.because = fmt::format("{} {} in the mesh", qualified_name(workload.metadata),
                                       *known == ProxyKind::None ? "is not" : "is");
        decision.origin = workload.metadata.origin;
        return decision;
    }

    void arrive(const Caller& server) {
        if (result_.sent.sends == Sends::Hbone) {
            return end(Connected::MutualTls, result_.sent.because, result_.sent.origin);
        }
        if (result_.sent.sends == Sends::Tls && call_.own_tls) {
            return end(Connected::Fails,
                       result_.sent.because + ": TLS is put around the application's own, which the server "
                                              "takes for the request",
                       result_.sent.origin);
        }
        switch (result_.server.kind) {
        case ProxyKind::None:
            return at_application("the server has no proxy");
        case ProxyKind::Ztunnel:
            return at_ztunnel();
        case ProxyKind::Sidecar:
            break;
        }
        if (!captures_inbound(call_.to->pod, port_)) {
            return at_application(fmt::format("the server's sidecar does not see port {}", port_));
        }
        at_sidecar(server);
    }

    /// Nobody is there who could end mutual TLS.
    void at_application(const std::string& why) {
        if (result_.sent.sends == Sends::MutualTls) {
            return end(Connected::Fails,
                       fmt::format("{}, but {}: the TLS handshake fails", result_.sent.because, why),
                       result_.sent.origin);
        }
        if (result_.sent.sends == Sends::Tls && carries() == Carries::Http) {
            return end(Connected::Fails,
                       fmt::format("{}, but {} and the port speaks plain HTTP: the TLS handshake fails",
                                   result_.sent.because, why),
                       result_.sent.origin);
        }
        end(encrypted_elsewhere() ? Connected::OwnTls : Connected::Plaintext,
            fmt::format("{}; {}", result_.sent.because, why), result_.sent.origin);
    }

    /// Mutual TLS of the mesh comes as HBONE; what else comes is plain to ztunnel, encrypted or not. It does
    /// not know DISABLE. https://istio.io/latest/docs/ambient/architecture/data-plane/
    void at_ztunnel() {
        if (mode_.mode == PeerAuthentication::Mode::Strict) {
            return end(Connected::Fails,
                       mode_.because + ": ztunnel closes what is not mutual TLS of the mesh", mode_.origin());
        }
        at_application("ztunnel passes it on as it is");
    }

    void at_sidecar(const Caller& server) {
        const Sends sends = result_.sent.sends;
        const bool mutual = sends == Sends::MutualTls;
        InboundCall arriving{port_, call_.protocol, ArrivingAs::Plaintext};
        if (mutual) {
            arriving.arrival = ArrivingAs::MutualTls;
            arriving.protocol = call_.own_tls ? Protocol::Tcp : call_.protocol;
        } else if (encrypted_elsewhere()) {
            arriving.arrival = ArrivingAs::Tls;
        }
        const InboundDecision met = inbound(security_, routing_, known_, server, &call_.to->pod, arriving);
        const std::string story = fmt::format("{}; {}", result_.sent.because, met.because);
        const Origin& origin = met.origin.line > 0 ? met.origin : result_.sent.origin;
        if (met.outcome != InboundDecision::Outcome::Accepted) {
            return end(Connected::Fails, story, origin);
        }
        if (met.identified) {
            return end(Connected::MutualTls, story, origin);
        }
        if (mutual) {
            return end(Connected::Fails, story + ", and the application cannot read the mesh's TLS", origin);
        }
        end(encrypted_elsewhere() ? Connected::OwnTls : Connected::Plaintext, story, origin);
    }

    bool encrypted_elsewhere() const { return call_.own_tls || result_.sent.sends == Sends::Tls; }

    Carries carries() const {
        const KnownPort* port = call_.host == nullptr ? nullptr : call_.host->port(call_.port);
        return port == nullptr ? Carries::Anything : port->carries;
    }

    void end(Connected outcome, std::string because, Origin origin) {
        result_.outcome = outcome;
        result_.because = std::move(because);
        result_.origin = std::move(origin);
    }

    const Security& security_;
    const Routing& routing_;
    const Directory& directory_;
    const KnownHosts& known_;
    const ConnectionCall& call_;
    ConnectionDecision result_;
    PeerMode mode_;
    int port_ = 0;
};

} // namespace

ConnectionDecision connect(const Security& security, const Routing& routing, const Directory& directory,
                           const KnownHosts& known, const ConnectionCall& call) {
    return Connector(security, routing, directory, known, call).decide();
}

std::string_view outcome_name(Connected outcome) {
    switch (outcome) {
    case Connected::Plaintext:
        return "plaintext";
    case Connected::OwnTls:
        return "TLS of its own";
    case Connected::MutualTls:
        return "mutual TLS";
    case Connected::Fails:
        return "fails";
    }
    return "";
}

} // namespace meshcast
