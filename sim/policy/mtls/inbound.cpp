#include "sim/policy/mtls/inbound.h"

#include <fmt/format.h>

namespace meshcast {

namespace {

using Outcome = InboundDecision::Outcome;
using Mode = PeerAuthentication::Mode;

constexpr int kInboundPort = 15006; // https://istio.io/latest/docs/ops/deployment/application-requirements/

class Gate {
  public:
    Gate(InboundDecision& decision, const InboundCall& call, Carries carries)
        : decision_(decision), call_(call), carries_(carries) {}

    /// TLS of the Sidecar object's own. It counts where the mesh's is off.
    /// https://istio.io/latest/docs/reference/config/networking/sidecar/#IstioIngressListener
    void by_sidecar(const InboundPort& port) {
        decision_.origin = port.origin;
        if (call_.arrival == ArrivingAs::Plaintext) {
            return end(Outcome::NoFilterChain, "the Sidecar wants TLS here, and plaintext comes");
        }
        const bool mutual = port.tls == ListenerTls::Mutual;
        if (mutual != (call_.arrival == ArrivingAs::MutualTls)) {
            return end(Outcome::NotMutualTls, mutual ? "the Sidecar wants a client certificate here"
                                                     : "the Sidecar's TLS here is not the mesh's");
        }
        decision_.terminated = true;
        speak(port.http_inside, "the Sidecar's TLS ends here");
    }

    void by_mode() {
        decision_.origin = decision_.mode.origin();
        switch (decision_.mode.mode) {
        case Mode::Disable:
            return without_tls();
        case Mode::Strict:
            return with_mutual_tls_only();
        case Mode::Permissive:
            return with_either();
        }
    }

  private:
    bool http_only() const { return carries_ == Carries::Http; }

    /// Nothing is looked for: TLS is bytes like others.
    void without_tls() {
        if (http_only() && call_.arrival != ArrivingAs::Plaintext) {
            return end(Outcome::ProtocolError, "TLS comes where HTTP is declared and nothing ends TLS");
        }
        speak(http_only(), "any bytes are taken as they come");
    }

    void with_mutual_tls_only() {
        if (call_.arrival == ArrivingAs::Plaintext) {
            return end(Outcome::NoFilterChain, "plaintext is reset");
        }
        if (call_.arrival == ArrivingAs::Tls) {
            return end(Outcome::NotMutualTls, "TLS without a certificate of the mesh fails in the handshake");
        }
        identify();
    }

    void with_either() {
        if (call_.arrival == ArrivingAs::MutualTls) {
            return identify();
        }
        if (http_only() && call_.arrival == ArrivingAs::Tls) {
            return end(Outcome::NoFilterChain, "the port is declared HTTP; TLS of others is not taken");
        }
        speak(http_only(), call_.arrival == ArrivingAs::Tls ? "TLS of others is passed on as it is"
                                                            : "plaintext is taken");
    }

    void identify() {
        decision_.terminated = true;
        decision_.identified = true;
        speak(http_only(), "mutual TLS is taken");
    }

    void speak(bool http, std::string_view why) {
        if (http && call_.protocol == RequestFacts::Protocol::Tcp) {
            decision_.identified = false;
            return end(Outcome::ProtocolError, "the port is declared HTTP, and something else comes");
        }
        end(Outcome::Accepted, why);
    }

    void end(Outcome outcome, std::string_view why) {
        decision_.outcome = outcome;
        decision_.because = fmt::format("{}: {}", decision_.mode.because, why);
    }

    InboundDecision& decision_;
    const InboundCall& call_;
    Carries carries_;
};

} // namespace

InboundDecision inbound(const Security& security, const Routing& routing, const KnownHosts& known,
                        const Caller& server, const PodTemplate* pod, const InboundCall& call) {
    InboundDecision decision;
    if (call.port == kInboundPort) {
        decision.outcome = Outcome::Refused;
        decision.because = "the port is the proxy's own";
        return decision;
    }
    const std::optional<InboundPort> port = inbound_port(routing, known, server, pod, call.port);
    decision.declared = port.has_value();
    decision.mode = peer_mode(security, server.name_space, server.labels, call.port);
    Gate gate(decision, call, port ? port->carries : Carries::Anything);
    if (port && port->tls != ListenerTls::None && decision.mode.mode == Mode::Disable) {
        gate.by_sidecar(*port);
    } else {
        gate.by_mode();
    }
    return decision;
}

} // namespace meshcast
