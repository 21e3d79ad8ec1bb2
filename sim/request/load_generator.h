#pragma once

#include "engine/random.h"
#include "engine/simulation.h"
#include "engine/task.h"
#include "sim/arrivals/arrivals.h"
#include "sim/arrivals/pace.h"
#include "sim/model/traffic.h"
#include "sim/request/courier.h"
#include "sim/request/parties.h"
#include "sim/request/sessions.h"
#include "sim/telemetry/observer.h"

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <vector>

namespace meshcast {

/// What the requests of one source ask for.
struct Errands {
    Errand usual;
    std::vector<Errand> recorded; // by operation of a recording
    std::uint32_t edge = 0;       // that they count on
};

/// One traffic source while it runs: starts requests by its arrival process until the simulation ends.
class LoadGenerator {
  public:
    /// `clients` are the pods' applications it sends from, or one client outside the cluster.
    LoadGenerator(Simulation& simulation, Courier& courier, RequestObserver& observer, const Traffic& traffic,
                  std::uint32_t index, Errands errands, std::deque<Client> clients, Pace pace,
                  RandomStream random);

    /// Spawns the processes that send.
    void start();

  private:
    /// Requests start when the arrival process says.
    Task<> send_arrivals();
    /// One of fortio's paced connections: its i-th call is due i / (rate / connections) after `start`.
    /// https://github.com/fortio/fortio/blob/master/periodic/periodic.go (runOne)
    Task<> send_paced(Client& client, Duration offset, RandomStream random);
    Task<> send_closed(Client& client, UserId user, RandomStream random);
    /// `user`, unless nobody: whose request it is; else one of the source's sessions draws it.
    Task<> send_one(Client& client, const Errand& errand, Time intended, UserId user = kNobodyKnown);
    const Errand& errand_of(const Arrival& arrival) const;
    void report(const FinishedRequest& request);

    Simulation& simulation_;
    Courier& courier_;
    RequestObserver& observer_;
    const Traffic& traffic_;
    std::uint32_t index_;
    Errands errands_;
    std::deque<Client> clients_; // one a connection where these pace themselves
    Pace pace_;
    std::unique_ptr<ArrivalProcess> arrivals_; // nullptr: connections pace themselves
    std::optional<Resource> connections_;      // arrivals with a limit: requests wait for a free one
    Sessions sessions_;
    RandomStream random_;       // arrivals
    RandomStream request_keys_; // what requests draw from
};

} // namespace meshcast
