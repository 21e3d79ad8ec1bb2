#pragma once

#include "engine/random.h"
#include "engine/simulation.h"
#include "engine/task.h"
#include "sim/request/parties.h"
#include "sim/telemetry/observer.h"

namespace meshcast {

class Courier;

/// Runs workloads' programs: what a pod does between receiving a request and replying.
class Application {
  public:
    Application(Simulation& simulation, Courier& courier, RequestObserver& observer)
        : simulation_(simulation), courier_(courier), observer_(observer) {}

    /// Every draw comes from `random_key`, so the same request does the same work under every data plane.
    Task<Reply> serve(Pod& pod, std::uint32_t operation, std::uint64_t random_key, Ledger& ledger);

  private:
    /// Runs steps in order until one fails; the status to reply with.
    Task<int> run(Pod& pod, const Instructions& steps, RandomStream& random, Ledger& ledger);
    Task<int> step(Pod& pod, const Instruction& instruction, RandomStream& random, Ledger& ledger);
    Task<int> invoke(Pod& pod, const Invoke& invoke, RandomStream& random, Ledger& ledger);
    Task<int> fork(Pod& pod, const Fork& fork, RandomStream& random, Ledger& ledger);

    Simulation& simulation_;
    Courier& courier_;
    RequestObserver& observer_;
};

} // namespace meshcast
