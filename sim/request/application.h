#pragma once

#include "engine/join.h"
#include "engine/random.h"
#include "engine/simulation.h"
#include "engine/task.h"
#include "sim/request/parties.h"
#include "sim/request/sessions.h"
#include "sim/telemetry/observer.h"

#include <cstdint>
#include <span>

namespace meshcast {

class Courier;

/// Runs workloads' programs: what a pod does between receiving a request and replying.
class Application {
  public:
    Application(Simulation& simulation, Courier& courier, RequestObserver& observer)
        : simulation_(simulation), courier_(courier), observer_(observer) {}

    /// A request that arrives after `way`: waits for a worker, runs the script, gives the status to reply
    /// with. Every draw comes from `random_key`, so the same request does the same work under every data
    /// plane. The calls it makes are `user`'s too.
    Task<int> serve(Duration way, Pod& pod, const Script& script, std::uint64_t random_key, UserId user,
                    Ledger& ledger) {
        return run(way, pod.workers ? &*pod.workers : nullptr, pod, script.steps, random_key, user, ledger);
    }

  private:
    /// How the branches of a fork went.
    struct Joined {
        Ledger last; // of the branch that came last
        int status;
    };

    /// Runs steps in order until one fails, holding one of `workers`.
    Task<int> run(Duration way, Resource* workers, Pod& pod, std::span<const Instruction> steps,
                  std::uint64_t random_key, UserId user, Ledger& ledger);
    Task<int> invoke(Pod& pod, const Invoke& invoke, std::uint64_t random_key, UserId user, Ledger& ledger);
    Task<int> fork(Pod& pod, const Fork& fork, RandomStream& random, UserId user, Ledger& ledger);
    Task<> run_branch(Pod& pod, std::span<const Instruction> steps, std::uint64_t random_key, UserId user,
                      Joined& joined, Latch& running);

    Simulation& simulation_;
    Courier& courier_;
    RequestObserver& observer_;
};

} // namespace meshcast
