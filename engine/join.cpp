#include "engine/join.h"

namespace meshcast {

namespace {

Task<> run_and_count(Task<> task, Latch& latch) {
    co_await std::move(task);
    latch.count_down();
}

} // namespace

Latch::Latch(Simulation& simulation, std::size_t count) : remaining_(count), opened_(simulation) {
    if (count == 0) {
        opened_.complete();
    }
}

void Latch::count_down() {
    if (remaining_ == 0) {
        return;
    }
    --remaining_;
    if (remaining_ == 0) {
        opened_.complete();
    }
}

Task<> join_all(Simulation& simulation, std::vector<Task<>> tasks) {
    Latch latch(simulation, tasks.size());
    for (Task<>& task : tasks) {
        simulation.spawn(run_and_count(std::move(task), latch));
    }
    co_await latch.wait();
}

} // namespace meshcast
