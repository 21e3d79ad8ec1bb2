#include "sim/request/courier.h"
#include "sim/request/journey.h"
#include "sim/telemetry/event_kind.h"

namespace meshcast {

/// Two proxies at the ends of a TLS connection, and the certificates that they show each other.
struct Courier::Encounter {
    const Proxy* client = nullptr;
    const Proxy* server = nullptr;
    std::optional<std::uint32_t> client_certificate; // nullopt: nobody looks
    std::optional<std::uint32_t> server_certificate;
    std::uint32_t server_life = 0; // of its process

    bool checked() const { return client_certificate && server_certificate; }

    /// What a tunnel is for: two identities where they are known, else two proxies.
    std::uint64_t pair() const {
        const std::uint64_t from = checked() ? *client_certificate : client->id();
        return (from << 32) | (checked() ? *server_certificate : server->id());
    }
};

/// A TCP handshake, a TLS handshake between each pair of the plane's proxies that has none yet, and the CPU
/// for both; all of it counts as handshake. TLS 1.3 takes one more round trip, resumed or not.
Task<> Courier::establish(const Head& head, Connection& connection, const Pod* server,
                          const Destination& destination, Journey& journey, Ledger& ledger) {
    const Time started = simulation_.now();
    Duration round_trip{};
    const Site* at = &head.site();
    Proxy* before = head.proxy;
    bool handshakes = false;
    bool accepted = true;
    Encounter own; // of the opener, in whose cluster the session is kept
    std::size_t met = 0;

    if (head.proxy != nullptr) {
        head.proxy->connection_opened();
        connection.opener = head.proxy;
    }
    for (; accepted && met < connection.passage_count; ++met) {
        const auto [proxy, worker] = connection.passages[met];
        round_trip += 2 * links_.one_way(*at, proxy->site(), Bytes{}, journey.next_key());
        at = &proxy->site();
        Handshake handshake = Handshake::None;
        if (before != nullptr && !connection.plain) {
            const Encounter encounter = meet(*before, *proxy, head.client.pod, server);
            if (needs_handshake(encounter)) {
                own = before == head.proxy ? encounter : own;
                accepted = accept(encounter);
                const bool resumed = before == head.proxy && resumes(encounter, destination);
                handshake = resumed ? Handshake::Resumed : Handshake::Full;
            }
        }
        if (handshake != Handshake::None && before == head.proxy) {
            co_await before->open_connection(head.worker, handshake, uncounted_);
        }
        co_await proxy->open_connection(worker, handshake, uncounted_);
        handshakes = handshakes || handshake != Handshake::None;
        proxy->connection_opened();
        before = proxy;
    }
    if (accepted && connection.ends_at_application) {
        const Site& end = server != nullptr ? server->site() : Site{};
        round_trip += 2 * links_.one_way(*at, end, Bytes{}, journey.next_key());
    }
    co_await simulation_.elapse(handshakes ? 2 * round_trip : round_trip);
    ledger.charge(Component::Handshake, simulation_.now() - started);
    if (accepted) {
        note(simulation_, EventKind::ConnectionOpened, destination.id);
        if (own.client != nullptr) {
            remember(own, destination);
        }
        co_return;
    }
    connection.failed = true;
    journey.unconnected = kConnectionReset; // its own connection stood, to a proxy that gave up
    report_failure_to_connect(journey);
    if (head.proxy != nullptr) {
        head.proxy->connection_closed();
    }
    for (std::size_t i = 0; i < met; ++i) {
        connection.passages[i].proxy->connection_closed();
    }
}

/// `from` and `to`: on whose behalf; nullptr where that is nobody of the cluster.
Courier::Encounter Courier::meet(const Proxy& client, const Proxy& server, const Pod* from,
                                 const Pod* to) const {
    Encounter encounter;
    encounter.client = &client;
    encounter.server = &server;
    encounter.server_life = to != nullptr ? to->condition.life : 0;
    if (certificates_ != nullptr) [[unlikely]] {
        const auto held_by = [&](const Proxy& proxy, const Pod* pod) {
            return certificates_->held_by(proxy.id(),
                                          pod != nullptr ? pod->workload : CertificateHolder::kNobody);
        };
        encounter.client_certificate = held_by(client, from);
        encounter.server_certificate = held_by(server, to);
    }
    return encounter;
}

bool Courier::needs_handshake(const Encounter& encounter) {
    const Site& from = encounter.client->site();
    const Site& to = encounter.server->site();
    const bool same_pod = from.pod == to.pod && from.pod != Site::kNoPod;
    if (!plane_.mtls || same_pod) {
        return false;
    }
    return !plane_.multiplex || tunnels_.insert(encounter.pair()).second;
}

bool Courier::accept(const Encounter& encounter) {
    if (!encounter.checked() || certificates_->accept(*encounter.client_certificate,
                                                      *encounter.server_certificate, simulation_.now()))
        [[likely]] {
        return true;
    }
    tunnels_.erase(encounter.pair());
    return false;
}

/// As Envoy does: one session a cluster, not one an endpoint (max_session_keys), used once (TLS 1.3), which
/// only the process that issued it can read, and only with the certificates it had then: new ones make new
/// contexts at both ends (https://github.com/envoyproxy/envoy/pull/4791).
bool Courier::resumes(const Encounter& encounter, const Destination& destination) {
    if (encounter.client->profile().resumes_for == Duration::zero()) {
        return false;
    }
    const auto found = sessions_.find((std::uint64_t{encounter.client->id()} << 32) | destination.id);
    if (found == sessions_.end()) {
        return false;
    }
    const TlsSession session = found->second;
    sessions_.erase(found);
    return session.server == encounter.server->id() && session.server_life == encounter.server_life &&
           session.client_generation == generation(encounter.client_certificate) &&
           session.server_generation == generation(encounter.server_certificate) &&
           simulation_.now() < session.until;
}

/// The server sends a new ticket after every handshake.
void Courier::remember(const Encounter& encounter, const Destination& destination) {
    const Duration kept = encounter.client->profile().resumes_for;
    if (kept == Duration::zero()) {
        return;
    }
    sessions_[(std::uint64_t{encounter.client->id()} << 32) | destination.id] = {
        .server = encounter.server->id(),
        .server_life = encounter.server_life,
        .client_generation = generation(encounter.client_certificate),
        .server_generation = generation(encounter.server_certificate),
        .until = time_after(simulation_.now(), kept)};
}

std::uint32_t Courier::generation(std::optional<std::uint32_t> certificate) const {
    return certificate ? certificates_->generation(*certificate) : 0;
}

} // namespace meshcast
