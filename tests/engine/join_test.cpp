#include "engine/join.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace meshcast {
namespace {

using namespace std::chrono_literals;

struct Reply {
    explicit Reply(int c) : code(c) {}

    int code;
};

Task<Reply> call(Simulation& simulation, Duration latency, int code) {
    co_await simulation.delay(latency);
    co_return Reply{code};
}

Task<> work(Simulation& simulation, Duration latency, int& done) {
    co_await simulation.delay(latency);
    ++done;
}

TEST(JoinAll, GivesTheResultsInOrderOfTheTasksWhenTheLastEnds) {
    Simulation simulation;
    std::vector<int> codes;
    Time ended = kForever;
    simulation.spawn([](Simulation& sim, std::vector<int>& out, Time& at) -> Task<> {
        std::vector<Task<Reply>> calls;
        calls.push_back(call(sim, 30us, 1));
        calls.push_back(call(sim, 10us, 2));
        calls.push_back(call(sim, 20us, 3));
        for (const Reply& reply : co_await join_all(sim, std::move(calls))) {
            out.push_back(reply.code);
        }
        at = sim.now();
    }(simulation, codes, ended));
    simulation.run_until(kForever);
    EXPECT_EQ(codes, (std::vector<int>{1, 2, 3}));
    EXPECT_EQ(ended, kStart + 30us) << "side by side, not one after the other";
}

TEST(JoinAll, WorksWithoutResults) {
    Simulation simulation;
    int done = 0;
    Time ended = kForever;
    simulation.spawn([](Simulation& sim, int& count, Time& at) -> Task<> {
        std::vector<Task<>> tasks;
        for (int i = 1; i <= 5; ++i) {
            tasks.push_back(work(sim, i * 1us, count));
        }
        co_await join_all(sim, std::move(tasks));
        at = sim.now();
    }(simulation, done, ended));
    simulation.run_until(kForever);
    EXPECT_EQ(done, 5);
    EXPECT_EQ(ended, kStart + 5us);
}

TEST(JoinAll, OfNothingEndsAtOnce) {
    Simulation simulation;
    bool ended = false;
    simulation.spawn([](Simulation& sim, bool& flag) -> Task<> {
        co_await join_all(sim, std::vector<Task<>>{});
        flag = (co_await join_all(sim, std::vector<Task<int>>{})).empty();
    }(simulation, ended));
    simulation.run_until(kForever);
    EXPECT_TRUE(ended);
}

TEST(JoinAll, SurvivesShutdownHalfWay) {
    Simulation simulation;
    int done = 0;
    simulation.spawn([](Simulation& sim, int& count) -> Task<> {
        std::vector<Task<>> tasks;
        tasks.push_back(work(sim, 1us, count));
        tasks.push_back(work(sim, 1h, count));
        co_await join_all(sim, std::move(tasks));
        count = 100;
    }(simulation, done));
    simulation.run_until(kStart + 1s);
    simulation.shutdown();
    EXPECT_EQ(done, 1);
}

TEST(Latch, OpensAtZero) {
    Simulation simulation;
    Latch latch(simulation, 2);
    bool open = false;
    simulation.spawn([](Latch& gate, bool& flag) -> Task<> {
        co_await gate.wait();
        flag = true;
    }(latch, open));
    latch.count_down();
    simulation.run_until(kStart);
    EXPECT_FALSE(open);
    EXPECT_EQ(latch.remaining(), 1);
    latch.count_down();
    simulation.run_until(kStart);
    EXPECT_TRUE(open);
    latch.count_down();
    EXPECT_EQ(latch.remaining(), 0);
}

} // namespace
} // namespace meshcast
