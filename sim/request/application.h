#pragma once

#include "engine/join.h"
#include "engine/random.h"
#include "engine/simulation.h"
#include "engine/task.h"
#include "sim/request/parties.h"
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

    /// A request arrives after `way`. Every draw comes from `random_key`, so the same request does the same
    /// work under every data plane.
    Task<Reply> serve(Duration way, Pod& pod, std::uint32_t operation, std::uint64_t random_key,
                      Ledger& ledger);

  private:
    /// How the branches of a fork went.
    struct Joined {
        Ledger last; // of the branch that came last
        int status;
    };

    /// Runs steps in order until one fails; the status to reply with.
    Task<int> run(Pod& pod, std::span<const Instruction> steps, RandomStream& random, Ledger& ledger);
    Task<int> invoke(Pod& pod, const Invoke& invoke, RandomStream& random, Ledger& ledger);
    Task<int> fork(Pod& pod, const Fork& fork, RandomStream& random, Ledger& ledger);
    Task<> run_branch(Pod& pod, const Instruction& branch, std::uint64_t random_key, Joined& joined,
                      Latch& running);

    Simulation& simulation_;
    Courier& courier_;
    RequestObserver& observer_;
};

} // namespace meshcast
