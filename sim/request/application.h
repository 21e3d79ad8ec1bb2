#pragma once

#include "engine/join.h"
#include "engine/random.h"
#include "engine/simulation.h"
#include "engine/task.h"
#include "sim/request/cancellation.h"
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
    /// plane. The calls it makes are `user`'s too. Stops at the next step when the `cancellation`, unless it
    /// is nullptr, is seen.
    Task<int> serve(Duration way, Pod& pod, const Script& script, std::uint64_t random_key, UserId user,
                    Ledger& ledger, const Cancellation* cancellation = nullptr) {
        return run(way, Part::Whole, pod, script.steps, random_key, user, ledger, cancellation);
    }

  private:
    /// How the branches of a fork went.
    struct Joined {
        Ledger last; // of the branch that came last
        int status;
    };

    enum class Part : std::uint8_t {
        Whole, // of a request: holds a worker
        Branch,
    };

    /// Runs steps in order until one fails.
    Task<int> run(Duration way, Part part, Pod& pod, std::span<const Instruction> steps,
                  std::uint64_t random_key, UserId user, Ledger& ledger, const Cancellation* cancellation);
    Task<int> invoke(Pod& pod, const Invoke& invoke, std::uint64_t random_key, UserId user, Ledger& ledger,
                     const Cancellation* cancellation);
    Task<int> fork(Pod& pod, const Fork& fork, RandomStream& random, UserId user, Ledger& ledger,
                   const Cancellation* cancellation);
    Task<> run_branch(Pod& pod, std::span<const Instruction> steps, std::uint64_t random_key, UserId user,
                      Joined& joined, Latch& running, const Cancellation* cancellation);

    Simulation& simulation_;
    Courier& courier_;
    RequestObserver& observer_;
};

} // namespace meshcast
