#include "engine/simulation.h"
#include "engine/task.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

namespace meshcast {
namespace {

using namespace std::chrono_literals;

Task<int> answer() {
    co_return 42;
}

Task<std::unique_ptr<std::string>> text(Simulation& simulation) {
    co_await simulation.delay(1us);
    co_return std::make_unique<std::string>("late");
}

TEST(Task, GivesItsResultToTheAwaiting) {
    Simulation simulation;
    int number = 0;
    std::string word;
    simulation.spawn([](Simulation& sim, int& n, std::string& w) -> Task<> {
        n = co_await answer();
        w = *co_await text(sim);
    }(simulation, number, word));
    simulation.run_until(kForever);
    EXPECT_EQ(number, 42);
    EXPECT_EQ(word, "late");
}

TEST(Task, DoesNothingUntilAwaited) {
    bool started = false;
    {
        const Task<> task = [](bool& flag) -> Task<> {
            flag = true;
            co_return;
        }(started);
    }
    EXPECT_FALSE(started);
}

TEST(Task, CanBeMovedBeforeItIsAwaited) {
    Simulation simulation;
    int number = 0;
    simulation.spawn([](int& n) -> Task<> {
        std::vector<Task<int>> tasks;
        tasks.push_back(answer());
        Task<int> moved = std::move(tasks.front());
        tasks.clear();
        n = co_await std::move(moved);
    }(number));
    simulation.run_until(kForever);
    EXPECT_EQ(number, 42);
}

/// A result that has no default constructor.
struct Reply {
    explicit Reply(int c) : code(c) {}

    int code;
};

TEST(Task, NeedsNoDefaultConstructor) {
    Simulation simulation;
    int code = 0;
    simulation.spawn([](int& c) -> Task<> {
        const auto call = []() -> Task<Reply> { co_return Reply{503}; };
        const Reply reply = co_await call();
        c = reply.code;
    }(code));
    simulation.run_until(kForever);
    EXPECT_EQ(code, 503);
}

Task<int> descend(Simulation& simulation, int depth) {
    if (depth == 0) {
        co_await simulation.delay(1us);
        co_return 0;
    }
    co_return 1 + co_await descend(simulation, depth - 1);
}

Task<int> descend_at_once(int depth) {
    if (depth == 0) {
        co_return 0;
    }
    co_return 1 + co_await descend_at_once(depth - 1);
}

// Below -O2, and under sanitizers, GCC makes no tail calls, so each level takes stack. Destroying a deep
// frame recurses in any build, but these end level by level.
#ifdef MESHCAST_TAIL_CALLS
constexpr int kDepth = 100'000;
#else
constexpr int kDepth = 2'000;
#endif

TEST(Task, NestsDeeplyOnLittleStack) {
    Simulation simulation;
    int suspended = 0;
    int direct = 0;
    simulation.spawn([](Simulation& sim, int& a, int& b) -> Task<> {
        a = co_await descend(sim, kDepth);
        b = co_await descend_at_once(kDepth);
    }(simulation, suspended, direct));
    simulation.run_until(kForever);
    EXPECT_EQ(suspended, kDepth);
    EXPECT_EQ(direct, kDepth);
}

TEST(Task, LoopsOverTasksThatDoNotSuspend) {
    Simulation simulation;
    int sum = 0;
    simulation.spawn([](int& total) -> Task<> {
        for (int i = 0; i < kDepth; ++i) {
            total += co_await answer();
        }
    }(sum));
    simulation.run_until(kForever);
    EXPECT_EQ(sum, 42 * kDepth);
}

TEST(TaskDeathTest, ExceptionsEndTheProgram) {
    EXPECT_DEATH(
        {
            Simulation simulation;
            simulation.spawn([]() -> Task<> {
                throw 1;
                co_return;
            }());
            simulation.run_until(kForever);
        },
        "");
}

} // namespace
} // namespace meshcast
