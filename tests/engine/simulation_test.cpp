#include "engine/random.h"
#include "engine/resource.h"
#include "engine/simulation.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

namespace meshcast {
namespace {

using namespace std::chrono_literals;
using Outcome = Simulation::Outcome;

Task<> note_after(Simulation& simulation, Duration wait, std::string name, std::vector<std::string>& log) {
    co_await simulation.delay(wait);
    log.push_back(std::move(name));
}

Task<> tick(Simulation& simulation, Duration interval, int times, int& ticks) {
    for (int i = 0; i < times; ++i) {
        co_await simulation.delay(interval);
        ++ticks;
    }
}

class SimulationTest : public testing::Test {
  protected:
    Simulation simulation;
    std::vector<std::string> log;
    int ticks = 0;
};

TEST_F(SimulationTest, StartsAtZeroWithNothingToDo) {
    EXPECT_EQ(simulation.now(), kStart);
    EXPECT_EQ(simulation.events(), 0);
    EXPECT_EQ(simulation.pending(), 0);
    EXPECT_EQ(simulation.run_until(kStart + 1s), Outcome::Drained);
    EXPECT_EQ(simulation.now(), kStart);
}

TEST_F(SimulationTest, RunsEventsInOrderOfTime) {
    simulation.spawn(note_after(simulation, 3us, "c", log));
    simulation.spawn(note_after(simulation, 1us, "a", log));
    simulation.spawn(note_after(simulation, 2us, "b", log));
    EXPECT_EQ(simulation.run_until(kForever), Outcome::Drained);
    EXPECT_EQ(log, (std::vector<std::string>{"a", "b", "c"}));
    EXPECT_EQ(simulation.now(), kStart + 3us);
    EXPECT_EQ(simulation.events(), 6) << "three starts, three delays";
}

TEST_F(SimulationTest, RunsEqualTimesInOrderOfScheduling) {
    for (const char* name : {"a", "b", "c", "d"}) {
        simulation.spawn(note_after(simulation, 1us, name, log));
    }
    simulation.run_until(kForever);
    EXPECT_EQ(log, (std::vector<std::string>{"a", "b", "c", "d"}));
}

TEST_F(SimulationTest, ZeroDelayGoesBehindWhatIsDueAtTheSameInstant) {
    // Both are due at 1us; the first then yields, so its second half comes after the other.
    const auto yield = [](Simulation& sim, Duration wait, std::vector<std::string>& out) -> Task<> {
        co_await sim.delay(1us);
        out.push_back("first");
        co_await sim.delay(wait);
        out.push_back("yielded");
    };
    for (const Duration wait : {Duration{0}, Duration{-5}}) {
        log.clear();
        simulation.spawn(yield(simulation, wait, log));
        simulation.spawn(note_after(simulation, 1us, "second", log));
        const Time due = simulation.now() + 1us;
        simulation.run_until(kForever);
        EXPECT_EQ(log, (std::vector<std::string>{"first", "second", "yielded"}));
        EXPECT_EQ(simulation.now(), due);
    }
}

TEST_F(SimulationTest, RunsTheEventsAtTheEndAndNoneLater) {
    simulation.spawn(tick(simulation, 1ms, 10, ticks));
    EXPECT_EQ(simulation.run_until(kStart + 3ms), Outcome::ReachedEnd);
    EXPECT_EQ(ticks, 3);
    EXPECT_EQ(simulation.run_until(kStart + 3500us), Outcome::ReachedEnd);
    EXPECT_EQ(ticks, 3);
    EXPECT_EQ(simulation.now(), kStart + 3500us);
    EXPECT_EQ(simulation.pending(), 1);
    EXPECT_EQ(simulation.run_until(kForever), Outcome::Drained);
    EXPECT_EQ(ticks, 10);
}

TEST_F(SimulationTest, TheClockDoesNotGoBack) {
    simulation.spawn(tick(simulation, 1ms, 10, ticks));
    simulation.run_until(kStart + 5ms);
    simulation.spawn(tick(simulation, 1ms, 1, ticks));
    EXPECT_EQ(simulation.run_until(kStart + 1ms), Outcome::ReachedEnd);
    EXPECT_EQ(simulation.now(), kStart + 5ms);
    EXPECT_EQ(ticks, 5) << "what is due at 5ms is not due by 1ms";
}

TEST_F(SimulationTest, SpawnsAtTheCurrentInstant) {
    simulation.spawn(tick(simulation, 1ms, 2, ticks));
    simulation.run_until(kStart + 1500us);
    simulation.spawn(note_after(simulation, 0us, "now", log));
    EXPECT_TRUE(log.empty()) << "starts as an event, not inside spawn";
    simulation.run_until(simulation.now());
    EXPECT_EQ(log.size(), 1);
}

TEST_F(SimulationTest, StopReturnsAfterTheCurrentEvent) {
    simulation.spawn(tick(simulation, 1ms, 10, ticks));
    simulation.spawn([](Simulation& sim) -> Task<> {
        co_await sim.delay(2500us);
        sim.stop();
    }(simulation));
    EXPECT_EQ(simulation.run_until(kForever), Outcome::Stopped);
    EXPECT_EQ(ticks, 2);
    EXPECT_EQ(simulation.now(), kStart + 2500us);
    EXPECT_EQ(simulation.run_until(kForever), Outcome::Drained) << "a stop holds once";
    EXPECT_EQ(ticks, 10);
}

TEST_F(SimulationTest, ObserverIsCalledEveryNEvents) {
    std::vector<std::uint64_t> seen;
    simulation.spawn(tick(simulation, 1ms, 9, ticks));
    simulation.set_observer(3, [&](const Simulation& observed) {
        seen.push_back(observed.events());
        return true;
    });
    EXPECT_EQ(simulation.run_until(kForever), Outcome::Drained);
    EXPECT_EQ(seen, (std::vector<std::uint64_t>{3, 6, 9}));
}

TEST_F(SimulationTest, ObserverCanStopTheRun) {
    simulation.spawn(tick(simulation, 1ms, 10, ticks));
    simulation.set_observer(4, [](const Simulation&) { return false; });
    EXPECT_EQ(simulation.run_until(kForever), Outcome::Stopped);
    EXPECT_EQ(simulation.events(), 4);
    simulation.set_observer(1, {});
    EXPECT_EQ(simulation.run_until(kForever), Outcome::Drained);
    EXPECT_EQ(ticks, 10);
}

TEST_F(SimulationTest, ManyYieldsAtOneInstantUseLittleMemory) {
    for (int i = 0; i < 3; ++i) {
        simulation.spawn(tick(simulation, 0ns, 100'000, ticks));
    }
    simulation.run_until(kStart);
    EXPECT_EQ(ticks, 300'000);
    EXPECT_EQ(simulation.now(), kStart);
}

/// Counts its live instances.
struct Counted {
    explicit Counted(int& live) : live_(live) { ++live_; }

    ~Counted() { --live_; }

    Counted(const Counted&) = delete;
    Counted& operator=(const Counted&) = delete;

    int& live_;
};

Task<> nest(Simulation& simulation, int& live, int depth) {
    const Counted counted(live);
    if (depth == 0) {
        co_await simulation.delay(1h);
    } else {
        co_await nest(simulation, live, depth - 1);
    }
}

TEST_F(SimulationTest, ProcessesThatEndFreeTheirFrames) {
    int live = 0;
    simulation.spawn(nest(simulation, live, 5));
    simulation.run_until(kStart);
    EXPECT_EQ(live, 6);
    simulation.run_until(kForever);
    EXPECT_EQ(live, 0);
}

TEST_F(SimulationTest, ShutdownDestroysWhatIsAlive) {
    int live = 0;
    simulation.spawn(nest(simulation, live, 5));
    simulation.run_until(kStart);
    simulation.spawn(nest(simulation, live, 5)); // not even started
    EXPECT_EQ(live, 6);
    simulation.shutdown();
    EXPECT_EQ(live, 0);
    EXPECT_EQ(simulation.pending(), 0);
    EXPECT_TRUE(simulation.is_shut_down());
    EXPECT_EQ(simulation.run_until(kForever), Outcome::Drained);
    simulation.shutdown();
}

TEST_F(SimulationTest, NothingIsScheduledAfterShutdown) {
    simulation.shutdown();
    simulation.spawn(tick(simulation, 1ms, 1, ticks));
    simulation.schedule(1ms, std::noop_coroutine());
    EXPECT_FALSE(simulation.schedule_cancellable(1ms, std::noop_coroutine()).pending());
    EXPECT_EQ(simulation.pending(), 0);
    simulation.run_until(kForever);
    EXPECT_EQ(ticks, 0);
}

TEST_F(SimulationTest, DestructorsMaySpawnDuringShutdown) {
    struct Spawner {
        Simulation& simulation;
        int& ticks;

        ~Spawner() { simulation.spawn(tick(simulation, 1ms, 1, ticks)); }
    };

    simulation.spawn([](Simulation& sim, int& count) -> Task<> {
        const Spawner spawner{sim, count};
        co_await sim.delay(1h);
    }(simulation, ticks));
    simulation.run_until(kStart);
    simulation.shutdown();
    EXPECT_EQ(ticks, 0);
}

/// An M/M/2 queue with yields: every kind of event the kernel has.
std::uint64_t fingerprint_of_small_model(std::uint64_t seed) {
    Simulation simulation;
    simulation.note_every_event();
    Resource servers(simulation, 2);
    RandomStream arrivals(seed, 0, "model", "arrivals");
    RandomStream services(seed, 0, "model", "services");
    const auto customer = [](Simulation& sim, Resource& resource, RandomStream& random) -> Task<> {
        const auto lease = co_await resource.acquire();
        co_await sim.delay(random.exponential(1ms));
    };
    const auto source = [&customer](Simulation& sim, Resource& resource, RandomStream& gaps,
                                    RandomStream& random) -> Task<> {
        for (int i = 0; i < 1000; ++i) {
            co_await sim.delay(gaps.exponential(600us));
            sim.spawn(customer(sim, resource, random));
            Timer timeout = sim.schedule_cancellable(1s, std::noop_coroutine());
            timeout.cancel();
        }
    };
    simulation.spawn(source(simulation, servers, arrivals, services));
    simulation.run_until(kForever);
    return simulation.fingerprint();
}

TEST(Fingerprint, IsTheSameForTheSameSeed) {
    EXPECT_EQ(fingerprint_of_small_model(1), fingerprint_of_small_model(1));
    EXPECT_NE(fingerprint_of_small_model(1), fingerprint_of_small_model(2));
}

// Changes when the kernel orders events differently or draws other numbers: then every result of every user
// changes.
TEST(Fingerprint, OfTheSmallModelIsKnown) {
    EXPECT_EQ(fingerprint_of_small_model(1), 6736320166697980349U);
}

TEST(Fingerprint, IsOffByDefault) {
    Simulation simulation;
    int ticks = 0;
    simulation.spawn(tick(simulation, 1ms, 3, ticks));
    simulation.run_until(kForever);
    EXPECT_EQ(simulation.fingerprint(), 0);
}

} // namespace
} // namespace meshcast
