#include "sim/request/application.h"

#include "engine/prefetch.h"
#include "sim/request/courier.h"
#include "sim/telemetry/event_kind.h"

namespace meshcast {

namespace {

constexpr int kGoOn = 200;
constexpr int kFailed = 500; // what a service answers when one it needs has failed

} // namespace

Task<int> Application::run(Duration way, Resource* workers, Pod& pod, std::span<const Instruction> steps,
                           std::uint64_t random_key, UserId user, Ledger& ledger) {
    prefetch(pod);
    co_await simulation_.elapse(way);
    pod.client.upstreams.prefetch();
    note(simulation_, EventKind::Arrived, pod.id);
    Resource::Lease worker;
    if (workers != nullptr) {
        const Time arrived = simulation_.now();
        worker = co_await workers->acquire();
        ledger.charge(Component::AppQueue, simulation_.now() - arrived);
    }
    RandomStream random(random_key);
    int status = kGoOn;
    for (const Instruction& instruction : steps) {
        if (const auto* burn = std::get_if<Burn>(&instruction.what)) {
            co_await pod.cgroup.burn(burn->cpu.sample(random), kAppWork, ledger);
        } else if (const auto* pause = std::get_if<Pause>(&instruction.what)) {
            const Duration time = pause->time.sample(random);
            ledger.charge(Component::AppWait, time);
            co_await simulation_.elapse(time);
        } else if (const auto* call = std::get_if<Invoke>(&instruction.what)) {
            // Draw for the decision and for the callee even if the call is not made: later steps then draw
            // the same.
            const bool made = random.uniform() < call->probability;
            const std::uint64_t key = random.next();
            if (made) {
                status = co_await invoke(pod, *call, key, user, ledger);
            }
        } else if (const auto* abort = std::get_if<Abort>(&instruction.what)) {
            status = random.bernoulli(abort->probability) ? abort->status : kGoOn;
        } else if (const auto* parallel = std::get_if<Fork>(&instruction.what)) {
            status = co_await fork(pod, *parallel, random, user, ledger);
        }
        if (status != kGoOn) {
            break;
        }
    }
    note(simulation_, EventKind::Replied, pod.id);
    co_return status;
}

Task<int> Application::invoke(Pod& pod, const Invoke& invoke, std::uint64_t random_key, UserId user,
                              Ledger& ledger) {
    Ledger spent;
    const Time started = simulation_.now();
    note(simulation_, EventKind::CallStarted, invoke.edge);
    observer_.call_started(invoke.edge);
    const Reply reply = co_await courier_.send(pod.client, invoke.errand, random_key, user, spent);
    note(simulation_, EventKind::CallFinished, invoke.edge);
    observer_.call_finished(invoke.edge, finished(reply, started, simulation_.now(), spent));
    ledger.charge(spent);
    co_return reply.ok() ? kGoOn : kFailed;
}

/// The caller waits for the last branch: its time is the one that counts. Any failed branch fails the step.
Task<int> Application::fork(Pod& pod, const Fork& fork, RandomStream& random, UserId user, Ledger& ledger) {
    Joined joined{{}, kGoOn};
    Latch all(simulation_, fork.branches.size());
    for (const Instructions& branch : fork.branches) {
        simulation_.spawn(run_branch(pod, branch, random.next(), user, joined, all));
    }
    co_await all.wait();
    ledger.charge(joined.last);
    co_return joined.status;
}

Task<> Application::run_branch(Pod& pod, std::span<const Instruction> steps, std::uint64_t random_key,
                               UserId user, Joined& joined, Latch& running) {
    Ledger ledger;
    const int status = co_await run(Duration::zero(), nullptr, pod, steps, random_key, user, ledger);
    if (status != kGoOn) {
        joined.status = status;
    }
    joined.last = ledger;
    running.count_down();
}

} // namespace meshcast
