#include "sim/request/application.h"

#include "engine/prefetch.h"
#include "sim/request/courier.h"

namespace meshcast {

namespace {

constexpr int kGoOn = 200;
constexpr int kFailed = 500; // what a service answers when one it needs has failed

} // namespace

Task<Reply> Application::serve(Duration way, Pod& pod, std::uint32_t operation, std::uint64_t random_key,
                               Ledger& ledger) {
    prefetch(pod);
    co_await simulation_.elapse(way);
    pod.client.upstreams.prefetch();
    Resource::Lease worker;
    if (pod.workers) {
        const Time arrived = simulation_.now();
        worker = co_await pod.workers->acquire();
        ledger.charge(Component::AppQueue, simulation_.now() - arrived);
    }
    RandomStream random(random_key);
    const Script& script = pod.program->script(operation);
    const int status = co_await run(pod, script.steps, random, ledger);
    co_return Reply{status, {}, script.response_size};
}

Task<int> Application::run(Pod& pod, std::span<const Instruction> steps, RandomStream& random,
                           Ledger& ledger) {
    int status = kGoOn;
    for (const Instruction& instruction : steps) {
        if (const auto* burn = std::get_if<Burn>(&instruction.what)) {
            co_await pod.cgroup.burn(burn->cpu.sample(random), kAppWork, ledger);
        } else if (const auto* pause = std::get_if<Pause>(&instruction.what)) {
            const Duration time = pause->time.sample(random);
            co_await simulation_.elapse(time);
            ledger.charge(Component::AppWait, time);
        } else if (const auto* call = std::get_if<Invoke>(&instruction.what)) {
            status = co_await invoke(pod, *call, random, ledger);
        } else if (const auto* abort = std::get_if<Abort>(&instruction.what)) {
            status = random.bernoulli(abort->probability) ? abort->status : kGoOn;
        } else if (const auto* parallel = std::get_if<Fork>(&instruction.what)) {
            status = co_await fork(pod, *parallel, random, ledger);
        } else if (const auto* block = std::get_if<Block>(&instruction.what)) {
            status = co_await run(pod, block->steps, random, ledger);
        }
        if (status != kGoOn) {
            break;
        }
    }
    co_return status;
}

Task<int> Application::invoke(Pod& pod, const Invoke& invoke, RandomStream& random, Ledger& ledger) {
    // Draw for the decision and for the callee even if the call is not made: later steps then draw the same.
    const bool made = random.uniform() < invoke.probability;
    const std::uint64_t key = random.next();
    if (!made) {
        co_return kGoOn;
    }
    Ledger spent;
    const Time started = simulation_.now();
    observer_.call_started(invoke.edge);
    const Errand errand{invoke.destination, invoke.operation, invoke.size, true, key};
    const Reply reply = co_await courier_.send(pod.client, errand, spent);
    observer_.call_finished(invoke.edge,
                            {started, simulation_.now(), reply.status, reply.flag, !reply.ok(), &spent});
    ledger.charge(spent);
    co_return reply.ok() ? kGoOn : kFailed;
}

/// The caller waits for the last branch: its time is the one that counts. Any failed branch fails the step.
Task<int> Application::fork(Pod& pod, const Fork& fork, RandomStream& random, Ledger& ledger) {
    Joined joined{{}, kGoOn};
    Latch all(simulation_, fork.branches.size());
    for (const Instruction& branch : fork.branches) {
        simulation_.spawn(run_branch(pod, branch, random.next(), joined, all));
    }
    co_await all.wait();
    ledger.charge(joined.last);
    co_return joined.status;
}

Task<> Application::run_branch(Pod& pod, const Instruction& branch, std::uint64_t random_key, Joined& joined,
                               Latch& running) {
    RandomStream random(random_key);
    Ledger ledger;
    const int status = co_await run(pod, {&branch, 1}, random, ledger);
    if (status != kGoOn) {
        joined.status = status;
    }
    joined.last = ledger;
    running.count_down();
}

} // namespace meshcast
