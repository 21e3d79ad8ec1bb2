#pragma once

#include "engine/simulation.h"
#include "engine/task.h"
#include "sim/cluster/links.h"
#include "sim/cluster/network_trouble.h"
#include "sim/model/data_plane.h"
#include "sim/proxy/certificate_authority.h"
#include "sim/request/cancellation.h"
#include "sim/request/parties.h"
#include "sim/request/sessions.h"

#include <boost/smart_ptr/intrusive_ptr.hpp>

#include <unordered_map>
#include <unordered_set>

namespace meshcast {

class Application;
class Gatekeeper;
struct Refusal;

/// Takes a request from a client through the data plane to a server's application, and the reply back.
class Courier {
  public:
    /// `trouble`: what may befall pods and network; `gatekeeper`: who knows what is not allowed;
    /// `certificates`: who knows whose nobody accepts. nullptr: nothing ever does, or everything is, which
    /// saves looking. `servers_cancel`: a server stops working on what nobody waits for.
    Courier(Simulation& simulation, const DataPlane& plane, const Links& links, const NetworkTrouble* trouble,
            Gatekeeper* gatekeeper, CertificateAuthority* certificates, Application& application,
            bool servers_cancel = false);

    /// Ends when the client has its reply. Every nanosecond it took is in `ledger`; everything that is drawn
    /// for this request of `user`, on the way and by the server, comes from `random_key`. `caller`: of the
    /// request that it is sent for, where cancellations are handed on.
    Task<Reply> send(Client& client, const Errand& errand, std::uint64_t random_key, UserId user,
                     Ledger& ledger, const Cancellation* caller = nullptr) {
        const Head head{.client = client, .user = user, .caller = caller};
        if (errand.library != nullptr && errand.destination->routed_after(client) == 0) [[unlikely]] {
            return route(*errand.library, head, errand, random_key, ledger);
        }
        return forward(head, errand, *errand.destination, random_key, ledger, nullptr);
    }

  private:
    /// Who sends on the next leg: the client's application, or the layer-7 proxy the request has reached.
    struct Head {
        Client& client;
        Proxy* proxy = nullptr; // nullptr: the client's application
        std::uint16_t worker = 0;
        std::uint8_t station = 0; // next one of the path
        UserId user = kNobodyKnown;
        const Cancellation* caller = nullptr;

        const Site& site() const { return proxy != nullptr ? proxy->site() : client.site; }

        UpstreamCluster& sees(const Destination& destination) const {
            return destination.seen_by(proxy != nullptr ? proxy->upstreams() : client.upstreams, site(),
                                       client);
        }
    };

    /// The part of the path that one connection covers.
    struct Leg {
        std::uint8_t end = 0; // station behind it
        bool ends_at_application = false;
        bool settles_endpoint = false; // passes server-side stations or ends at the server's application
        bool shared = false;           // its connection carries many requests at once
    };

    /// How the head gets its next connection.
    struct Approach {
        UpstreamCluster* cluster = nullptr;
        ConnectionPool* pool = nullptr; // nullptr: there is nobody to connect to
        CircuitBreakers* breakers = nullptr;
        Leg leg;
    };

    struct Journey;
    struct Try;
    struct Race;

    /// From `start` to a server of `destination` and back. `result`: of the try that this is, if somebody may
    /// give it up or it avoids hosts.
    Task<Reply> forward(Head start, const Errand& errand, const Destination& destination,
                        std::uint64_t random_key, Ledger& ledger, Try* result);

    /// What Envoy's router does at `head`: injects faults, chooses where to, times out, tries again.
    Task<Reply> route(const RequestRoute& route, Head head, const Errand& errand, std::uint64_t random_key,
                      Ledger& ledger);
    void mirror(const Head& head, const Errand& errand, const RequestRoute& route, std::uint64_t random_key);
    Task<> send_copy(Head head, const Errand& errand, const Destination& destination,
                     std::uint64_t random_key);

    /// Gives up after `limit`. Whoever works on the request works on, unless servers cancel.
    Task<Reply> forward_within(Duration limit, const PreviousHosts& previous, Head head, const Errand& errand,
                               const Destination& destination, std::uint64_t random_key, Ledger& ledger);
    /// The same, with another try whenever one takes too long for the destination's Hedging.
    Task<Reply> hedge(Duration limit, bool other_hosts, PreviousHosts previous, Head head,
                      const Errand& errand, const Destination& destination, std::uint64_t random_key,
                      Ledger& ledger);
    Task<> race_once(boost::intrusive_ptr<Race> race, boost::intrusive_ptr<Try> result, Head head,
                     const Errand& errand, const Destination& destination, std::uint64_t random_key);
    void give_up(Journey& journey, bool late);
    Task<> try_once(boost::intrusive_ptr<Try> result, Head head, const Errand& errand,
                    const Destination& destination, std::uint64_t random_key);

    // What befalls pods and network: courier_trouble.cpp.
    Connection* take(const Approach& approach);
    Task<bool> find_name(const Head& head, Journey& journey, Ledger& ledger);
    Task<bool> reach(const Head& head, const Pod& server, const Destination& destination, Journey& journey,
                     Ledger& ledger);
    Task<bool> cross(const Connection& connection, const Client& client, const Destination& destination,
                     Direction direction, Bytes size, Journey& journey, Ledger& ledger);
    Task<Reply> reset(Pod* server, Journey& journey, Ledger& ledger);
    void report_failure_to_connect(Journey& journey);

    // Between the ends of a new connection: courier_handshakes.cpp.
    struct Encounter;

    /// What a client needs to shake hands again at less cost.
    struct TlsSession {
        std::uint32_t server = 0; // Proxy::id()
        std::uint32_t server_life = 0;
        std::uint32_t client_generation = 0; // of the certificates
        std::uint32_t server_generation = 0;
        Time until = kStart;
    };

    Task<> establish(const Head& head, Connection& connection, const Pod* server,
                     const Destination& destination, Journey& journey, Ledger& ledger);
    Encounter meet(const Proxy& client, const Proxy& server, const Pod* from, const Pod* to) const;
    bool needs_handshake(const Encounter& encounter);
    bool accept(const Encounter& encounter);
    bool resumes(const Encounter& encounter, const Destination& destination);
    void remember(const Encounter& encounter, const Destination& destination);
    std::uint32_t generation(std::optional<std::uint32_t> certificate) const;

    // What policies do not allow: courier_access.cpp.
    Task<bool> let_connect(const Head& head, const Pod& server, const Destination& destination,
                           Journey& journey, Ledger& ledger);
    const Refusal* refused(const Head& head, const Destination& destination, const Connection& connection,
                           const Errand& errand, const Journey& journey) const;
    static Reply answer_of(const Refusal& refusal);

    static PickContext hash_for(const Head& head, const Destination& destination);
    Approach prepare(const Head& head, const Destination& destination, Journey& journey);
    Task<bool> ask_limiter(const Head& head, const Destination& destination, Ledger& ledger);
    Task<Connection*> admit(Approach approach, const Head& head, const Destination& destination,
                            Journey& journey, Ledger& ledger);
    Task<Connection*> connect(Connection* pending, Approach approach, const Head& head,
                              const Destination& destination, Journey& journey, Ledger& ledger);
    Duration way(const Site& from, const Site& to, const Proxy* through, Bytes size, Journey& journey,
                 Ledger& ledger) const;

    Leg next_leg(const Head& head, const Destination& destination, const Pod* endpoint) const;
    void lay_out(const Head& head, const Destination& destination, const Leg& leg, const Pod* endpoint,
                 Journey& journey, Connection& connection) const;
    static Proxy* instance(const Station& station, const Client& client, const Destination& destination,
                           const Pod* endpoint, Journey& journey);
    static void give(Connection& connection, const CircuitBreakers& breakers);
    void release(Connection& connection, bool keep);

    Simulation& simulation_;
    const DataPlane& plane_;
    const Links& links_;
    const NetworkTrouble* trouble_;      // nullptr: there never is any
    Gatekeeper* gatekeeper_;             // nullptr: everything is allowed
    CertificateAuthority* certificates_; // nullptr: they never matter
    Application& application_;
    bool servers_cancel_;
    Ledger uncounted_;                          // what is charged elsewhere already
    std::unordered_set<std::uint64_t> tunnels_; // between proxies, where the plane multiplexes
    std::unordered_map<std::uint64_t, TlsSession>
        sessions_; // by proxy and destination, where it resumes them
};

} // namespace meshcast
