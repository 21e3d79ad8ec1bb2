#include "sim/request/application.h"

#include "engine/prefetch.h"
#include "sim/request/courier.h"
#include "sim/telemetry/event_kind.h"

namespace meshcast {

namespace {

constexpr int kGoOn = 200;
constexpr int kFailed = 500;    // what a service answers when one it needs has failed
constexpr int kCancelled = 499; // nobody gets to see it

} // namespace

Task<int> Application::run(Duration way, Part part, Pod& pod, std::span<const Instruction> steps,
                           std::uint64_t random_key, UserId user, Ledger& ledger,
                           const Cancellation* cancellation) {
    prefetch(pod);
    co_await simulation_.elapse(way);
    pod.client.upstreams.prefetch();
    note(simulation_, EventKind::Arrived, pod.id);
    Resource::Lease worker;
    if (part == Part::Whole && pod.workers) {
        const Time arrived = simulation_.now();
        worker = co_await pod.workers->acquire();
        ledger.charge(Component::AppQueue, simulation_.now() - arrived);
    }
    RandomStream random(random_key);
    int status = kGoOn;
    const std::uint32_t life = pod.condition.life;
    if (pod.condition.hampered && part == Part::Whole) [[unlikely]] {
        ledger.charge(Component::AppWait, pod.condition.added);
        co_await simulation_.elapse(pod.condition.added);
        if (RandomStream(~random_key).bernoulli(pod.condition.failing)) {
            status = pod.condition.failing_status;
        }
    }
    for (const Instruction& instruction : steps) {
        if (status != kGoOn || pod.condition.life != life) {
            break; // failed, or nobody is there any more to go on
        }
        if (cancellation != nullptr && cancellation->seen()) [[unlikely]] {
            status = kCancelled;
            break;
        }
        if (const auto* burn = std::get_if<Burn>(&instruction.what)) {
            const Duration cpu = pod.burdened(burn->cpu.sample(random), simulation_.now());
            co_await pod.cgroup.burn(cpu, kAppWork, ledger);
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
                status = co_await invoke(pod, *call, key, user, ledger, cancellation);
            }
        } else if (const auto* abort = std::get_if<Abort>(&instruction.what)) {
            status = random.bernoulli(abort->probability) ? abort->status : kGoOn;
        } else if (const auto* parallel = std::get_if<Fork>(&instruction.what)) {
            status = co_await fork(pod, *parallel, random, user, ledger, cancellation);
        }
    }
    note(simulation_, EventKind::Replied, pod.id);
    co_return status;
}

Task<int> Application::invoke(Pod& pod, const Invoke& invoke, std::uint64_t random_key, UserId user,
                              Ledger& ledger, const Cancellation* cancellation) {
    Ledger spent;
    const Time started = simulation_.now();
    note(simulation_, EventKind::CallStarted, invoke.edge);
    observer_.call_started(invoke.edge);
    const Reply reply =
        co_await courier_.send(pod.client, invoke.errand, random_key, user, spent, cancellation);
    note(simulation_, EventKind::CallFinished, invoke.edge);
    observer_.call_finished(invoke.edge, finished(reply, started, simulation_.now(), spent));
    ledger.charge(spent);
    co_return reply.ok() ? kGoOn : kFailed;
}

/// The caller waits for the last branch: its time is the one that counts. Any failed branch fails the step.
Task<int> Application::fork(Pod& pod, const Fork& fork, RandomStream& random, UserId user, Ledger& ledger,
                            const Cancellation* cancellation) {
    Joined joined{{}, kGoOn};
    Latch all(simulation_, fork.branches.size());
    for (const Instructions& branch : fork.branches) {
        simulation_.spawn(run_branch(pod, branch, random.next(), user, joined, all, cancellation));
    }
    co_await all.wait();
    ledger.charge(joined.last);
    co_return joined.status;
}

Task<> Application::run_branch(Pod& pod, std::span<const Instruction> steps, std::uint64_t random_key,
                               UserId user, Joined& joined, Latch& running,
                               const Cancellation* cancellation) {
    Ledger ledger;
    const int status =
        co_await run(Duration::zero(), Part::Branch, pod, steps, random_key, user, ledger, cancellation);
    if (status != kGoOn) {
        joined.status = status;
    }
    joined.last = ledger;
    running.count_down();
}

} // namespace meshcast
