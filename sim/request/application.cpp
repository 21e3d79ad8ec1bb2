#include "sim/request/application.h"

#include "engine/join.h"
#include "sim/request/courier.h"

namespace meshcast {

namespace {

constexpr int kGoOn = 200;
constexpr int kFailed = 500; // what a service answers when one it needs has failed

} // namespace

Task<Reply> Application::serve(Pod& pod, std::uint32_t operation, std::uint64_t random_key, Ledger& ledger) {
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

Task<int> Application::run(Pod& pod, const Instructions& steps, RandomStream& random, Ledger& ledger) {
    for (const Instruction& instruction : steps) {
        const int status = co_await step(pod, instruction, random, ledger);
        if (status != kGoOn) {
            co_return status;
        }
    }
    co_return kGoOn;
}

Task<int> Application::step(Pod& pod, const Instruction& instruction, RandomStream& random, Ledger& ledger) {
    if (const auto* burn = std::get_if<Burn>(&instruction.what)) {
        co_await pod.cgroup.burn(burn->cpu.sample(random), kAppWork, ledger);
    } else if (const auto* pause = std::get_if<Pause>(&instruction.what)) {
        const Duration time = pause->time.sample(random);
        co_await simulation_.delay(time);
        ledger.charge(Component::AppWait, time);
    } else if (const auto* call = std::get_if<Invoke>(&instruction.what)) {
        co_return co_await invoke(pod, *call, random, ledger);
    } else if (const auto* abort = std::get_if<Abort>(&instruction.what)) {
        co_return random.bernoulli(abort->probability) ? abort->status : kGoOn;
    } else if (const auto* parallel = std::get_if<Fork>(&instruction.what)) {
        co_return co_await fork(pod, *parallel, random, ledger);
    } else if (const auto* block = std::get_if<Block>(&instruction.what)) {
        co_return co_await run(pod, block->steps, random, ledger);
    }
    co_return kGoOn;
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
    const Reply reply = co_await courier_.send(
        pod.client, {invoke.destination, invoke.operation, invoke.size, true, key}, spent);
    observer_.call_finished(invoke.edge,
                            {started, simulation_.now(), reply.status, reply.flag, !reply.ok(), &spent});
    ledger.charge(spent);
    co_return reply.ok() ? kGoOn : kFailed;
}

Task<int> Application::fork(Pod& pod, const Fork& fork, RandomStream& random, Ledger& ledger) {
    struct Branch {
        RandomStream random;
        Ledger ledger;
        Time finished = kStart;
        int status = kGoOn;
    };

    std::vector<Branch> branches;
    branches.reserve(fork.branches.size());
    Latch all(simulation_, fork.branches.size());
    for (std::size_t i = 0; i < fork.branches.size(); ++i) {
        branches.push_back({RandomStream(random.next()), {}, {}, kGoOn});
    }
    const auto run_branch = [](Application& self, Pod& runner, const Instruction& instruction, Branch& branch,
                               Latch& running) -> Task<> {
        branch.status = co_await self.step(runner, instruction, branch.random, branch.ledger);
        branch.finished = self.simulation_.now();
        running.count_down();
    };
    for (std::size_t i = 0; i < fork.branches.size(); ++i) {
        simulation_.spawn(run_branch(*this, pod, fork.branches[i], branches[i], all));
    }
    co_await all.wait();

    // The caller waited for the last branch: its time is the one that counts. Any failed branch fails the
    // step.
    const Branch* last = nullptr;
    int status = kGoOn;
    for (const Branch& branch : branches) {
        if (last == nullptr || branch.finished > last->finished) {
            last = &branch;
        }
        if (branch.status != kGoOn) {
            status = branch.status;
        }
    }
    if (last != nullptr) {
        ledger.charge(last->ledger);
    }
    co_return status;
}

} // namespace meshcast
