#pragma once

#include "engine/completion.h"
#include "engine/simulation.h"
#include "engine/task.h"

#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

namespace meshcast {

/// Opens when it was counted down to zero; more than that is ignored.
class Latch {
  public:
    Latch(Simulation& simulation, std::size_t count);

    void count_down();

    std::size_t remaining() const { return remaining_; }

    [[nodiscard]] auto wait() { return opened_.wait(); }

  private:
    std::size_t remaining_;
    Completion opened_;
};

/// Runs the tasks side by side; goes on at the instant the last one ends.
Task<> join_all(Simulation& simulation, std::vector<Task<>> tasks);

namespace detail {

template <class T>
Task<> store_and_count(Task<T> task, std::optional<T>& result, Latch& latch) {
    result.emplace(co_await std::move(task));
    latch.count_down();
}

} // namespace detail

/// The same with results, in the order of the tasks.
template <class T>
Task<std::vector<T>> join_all(Simulation& simulation, std::vector<Task<T>> tasks) {
    std::vector<std::optional<T>> results(tasks.size());
    Latch latch(simulation, tasks.size());
    for (std::size_t i = 0; i < tasks.size(); ++i) {
        simulation.spawn(detail::store_and_count(std::move(tasks[i]), results[i], latch));
    }
    co_await latch.wait();
    std::vector<T> values;
    values.reserve(results.size());
    for (auto& result : results) {
        values.push_back(std::move(*result));
    }
    co_return values;
}

} // namespace meshcast
