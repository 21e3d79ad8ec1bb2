#include "engine/simulation.h"
#include "engine/timer.h"

#include <gtest/gtest.h>

#include <optional>
#include <vector>

namespace meshcast {
namespace {

using namespace std::chrono_literals;

/// Suspends the awaiting coroutine until the timer fires; hands the timer out.
struct Armed {
    Simulation& simulation;
    Duration wait;
    Timer& timer;

    bool await_ready() const { return false; }

    void await_suspend(std::coroutine_handle<> coroutine) const {
        timer = simulation.schedule_cancellable(wait, coroutine);
    }

    void await_resume() const {}
};

Task<> sleep(Simulation& simulation, Duration wait, Timer& timer, int& woken) {
    co_await Armed{simulation, wait, timer};
    ++woken;
}

class TimerTest : public testing::Test {
  protected:
    void start(Duration wait) {
        simulation.spawn(sleep(simulation, wait, timer, woken));
        simulation.run_until(simulation.now());
    }

    Simulation simulation;
    Timer timer;
    int woken = 0;
};

TEST_F(TimerTest, FiresWhenNotCancelled) {
    start(1ms);
    EXPECT_TRUE(timer.pending());
    EXPECT_EQ(simulation.run_until(kStart + 1s), Simulation::Outcome::Drained);
    EXPECT_EQ(woken, 1);
    EXPECT_EQ(simulation.now(), kStart + 1ms);
    EXPECT_FALSE(timer.pending());
}

TEST_F(TimerTest, DoesNotFireWhenCancelled) {
    start(1ms);
    const Time before = simulation.now();
    const std::uint64_t events = simulation.events();
    EXPECT_EQ(simulation.pending(), 1);
    timer.cancel();
    EXPECT_FALSE(timer.pending());
    EXPECT_EQ(simulation.pending(), 0);
    EXPECT_EQ(simulation.run_until(kStart + 1s), Simulation::Outcome::Drained);
    EXPECT_EQ(woken, 0);
    EXPECT_EQ(simulation.events(), events) << "a cancelled event does not count";
    EXPECT_EQ(simulation.now(), before) << "nor does it move the clock";
}

TEST_F(TimerTest, CancellingAgainOrAfterFiringDoesNothing) {
    start(1ms);
    simulation.run_until(kStart + 1s);
    timer.cancel();
    timer.cancel();
    EXPECT_EQ(simulation.pending(), 0);
    EXPECT_EQ(simulation.stored(), 0);
}

TEST_F(TimerTest, CopiesMeanTheSameEvent) {
    start(1ms);
    Timer copy = timer;
    copy.cancel();
    EXPECT_FALSE(timer.pending());
    timer.cancel();
    EXPECT_EQ(simulation.pending(), 0);
}

TEST_F(TimerTest, OldHandleDoesNotTouchTheSlotsNextUser) {
    start(1ms);
    Timer old = timer;
    simulation.run_until(kStart + 1s);
    start(1ms);
    ASSERT_TRUE(timer.pending());
    EXPECT_FALSE(old.pending());
    old.cancel();
    EXPECT_TRUE(timer.pending());
}

TEST_F(TimerTest, DefaultConstructedCanBeUsed) {
    Timer none;
    none.cancel();
    EXPECT_FALSE(none.pending());
    none = timer;
    none.cancel();
}

TEST_F(TimerTest, NeverIsNotScheduled) {
    start(Duration::max());
    EXPECT_FALSE(timer.pending());
    EXPECT_EQ(simulation.run_until(kForever), Simulation::Outcome::Drained);
    EXPECT_EQ(woken, 0);
}

TEST_F(TimerTest, ZeroWaitCanBeCancelledToo) {
    int others = 0;
    Timer other;
    simulation.spawn(sleep(simulation, 0ns, timer, woken));
    simulation.spawn([](Simulation&, Timer& victim) -> Task<> {
        victim.cancel();
        co_return;
    }(simulation, timer));
    simulation.spawn(sleep(simulation, 0ns, other, others));
    simulation.run_until(kStart);
    EXPECT_EQ(woken, 0);
    EXPECT_EQ(others, 1);
    EXPECT_EQ(simulation.stored(), 0);
}

TEST(Timer, OutlivesItsSimulation) {
    Timer timer;
    int woken = 0;
    {
        Simulation simulation;
        simulation.spawn(sleep(simulation, 1ms, timer, woken));
        simulation.run_until(kStart);
        EXPECT_TRUE(timer.pending());
    }
    EXPECT_FALSE(timer.pending());
    timer.cancel();
    const Timer copy = timer;
    EXPECT_FALSE(copy.pending());
}

TEST(Timer, IsNotPendingAfterShutdown) {
    Simulation simulation;
    Timer timer;
    int woken = 0;
    simulation.spawn(sleep(simulation, 1ms, timer, woken));
    simulation.run_until(kStart);
    simulation.shutdown();
    EXPECT_FALSE(timer.pending());
    timer.cancel();
    EXPECT_EQ(simulation.pending(), 0);
}

TEST(Timer, CancelledEventsArePurgedWhenTheyOutnumberTheLive) {
    constexpr std::size_t kLive = 1000;
    constexpr std::size_t kSlack = 64;
    Simulation simulation;
    int woken = 0;
    std::vector<Timer> live(kLive);
    for (std::size_t i = 0; i < kLive; ++i) {
        simulation.spawn(sleep(simulation, 1s + Duration{static_cast<std::int64_t>(i)}, live[i], woken));
    }
    // The usual life of a timeout: armed for a second, called off after a microsecond, 20 times as often as
    // the live.
    std::size_t most_stored = 0;
    simulation.spawn([](Simulation& sim, std::size_t& most) -> Task<> {
        for (std::size_t i = 0; i < 20 * kLive; ++i) {
            Timer timeout = sim.schedule_cancellable(1s, std::noop_coroutine());
            co_await sim.delay(1us);
            timeout.cancel();
            most = std::max(most, sim.stored());
        }
    }(simulation, most_stored));
    simulation.run_until(kStart + 500ms);
    EXPECT_EQ(simulation.pending(), kLive);
    EXPECT_LE(most_stored, 2 * (kLive + 1) + kSlack);
    EXPECT_GT(most_stored, kLive + kSlack) << "purging at every cancel would not be O(1)";
    simulation.run_until(kForever);
    EXPECT_EQ(woken, static_cast<int>(kLive)) << "the live ones survive the purges";
    EXPECT_EQ(simulation.stored(), 0);
}

} // namespace
} // namespace meshcast
