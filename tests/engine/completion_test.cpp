#include "engine/completion.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

namespace meshcast {
namespace {

using namespace std::chrono_literals;

class CompletionTest : public testing::Test {
  protected:
    using Log = std::vector<std::string>;

    Task<> wait(std::string name) {
        co_await reply.wait();
        note(name);
    }

    Task<> wait_for(std::string name, Duration timeout) {
        const bool in_time = co_await reply.wait_for(timeout);
        note(name + (in_time ? " completed" : " timed out"));
    }

    Task<> wait_patiently(Duration interval) {
        for (;;) {
            const bool completed = co_await reply.wait_for(interval);
            if (completed) {
                break;
            }
            note("still waiting");
        }
        note("done");
    }

    Task<> complete_after(Duration wait) {
        co_await simulation.delay(wait);
        reply.complete();
    }

    void note(const std::string& what) {
        log.push_back(what + "@" + std::to_string((simulation.now() - kStart) / 1us));
    }

    void run() { simulation.run_until(kForever); }

    Simulation simulation;
    Completion reply{simulation};
    Log log;
};

TEST_F(CompletionTest, ResumesAllWaitersInOrder) {
    simulation.spawn(wait("a"));
    simulation.spawn(wait("b"));
    simulation.spawn(complete_after(5us));
    simulation.spawn(wait("c"));
    run();
    EXPECT_EQ(log, (Log{"a@5", "b@5", "c@5"}));
}

TEST_F(CompletionTest, DoesNotSuspendWhenCompleted) {
    reply.complete();
    EXPECT_TRUE(reply.completed());
    simulation.spawn(wait("a"));
    simulation.spawn(wait_for("b", 0us));
    run();
    EXPECT_EQ(log, (Log{"a@0", "b completed@0"}));
    EXPECT_EQ(simulation.events(), 2) << "the starts of the processes only";
}

TEST_F(CompletionTest, CompletesOnce) {
    simulation.spawn(wait("a"));
    simulation.spawn(complete_after(5us));
    simulation.spawn(complete_after(6us));
    run();
    EXPECT_EQ(log, (Log{"a@5"}));
}

TEST_F(CompletionTest, InTimeCancelsTheTimer) {
    simulation.spawn(wait_for("a", 10us));
    simulation.spawn(complete_after(5us));
    run();
    EXPECT_EQ(log, (Log{"a completed@5"}));
    EXPECT_EQ(simulation.now(), kStart + 5us) << "the timer at 10us does not run";
}

TEST_F(CompletionTest, TooLateTimesOut) {
    simulation.spawn(wait_for("a", 10us));
    simulation.spawn(complete_after(15us));
    run();
    EXPECT_EQ(log, (Log{"a timed out@10"}));
    EXPECT_TRUE(reply.completed());
}

TEST_F(CompletionTest, ZeroTimeoutGivesUpAtTheSameInstant) {
    simulation.spawn(wait_for("a", 0us));
    run();
    EXPECT_EQ(log, (Log{"a timed out@0"}));
}

TEST_F(CompletionTest, EndlessTimeoutWaitsAndSchedulesNothing) {
    simulation.spawn(wait_for("a", Duration::max()));
    simulation.run_until(kStart);
    EXPECT_EQ(simulation.pending(), 0);
    reply.complete();
    run();
    EXPECT_EQ(log, (Log{"a completed@0"}));
}

TEST_F(CompletionTest, AtTheSameInstantTheEarlierScheduledWins) {
    simulation.spawn(complete_after(10us)); // its event at 10us is scheduled before the timer
    simulation.spawn(wait_for("a", 10us));
    run();
    EXPECT_EQ(log, (Log{"a completed@10"}));
}

TEST_F(CompletionTest, AtTheSameInstantTheTimerWinsOverALaterScheduledReply) {
    simulation.spawn(wait_for("a", 10us));
    simulation.spawn(complete_after(10us));
    run();
    EXPECT_EQ(log, (Log{"a timed out@10"}));
}

TEST_F(CompletionTest, EachWaiterHasItsOwnTimeout) {
    simulation.spawn(wait_for("a", 3us));
    simulation.spawn(wait_for("b", 8us));
    simulation.spawn(wait("c"));
    simulation.spawn(complete_after(5us));
    run();
    EXPECT_EQ(log, (Log{"a timed out@3", "b completed@5", "c@5"}));
}

TEST_F(CompletionTest, CanBeWaitedForAgainAfterATimeout) {
    simulation.spawn(wait_patiently(4us));
    simulation.spawn(complete_after(10us));
    run();
    EXPECT_EQ(log, (Log{"still waiting@4", "still waiting@8", "done@10"}));
}

TEST_F(CompletionTest, ShutdownDestroysWaiters) {
    simulation.spawn(wait("a"));
    simulation.spawn(wait_for("b", 1s));
    simulation.run_until(kStart);
    simulation.shutdown();
    reply.complete();
    EXPECT_TRUE(log.empty());
    EXPECT_EQ(simulation.pending(), 0);
}

TEST_F(CompletionTest, ACompletionMayDieBeforeItsWaiters) {
    std::optional<Completion> local(simulation);
    simulation.spawn([](Completion& completion) -> Task<> { co_await completion.wait(); }(*local));
    simulation.run_until(kStart);
    local.reset();
    simulation.shutdown();
}

} // namespace
} // namespace meshcast
