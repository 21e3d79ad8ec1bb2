#include "engine/resource.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace meshcast {
namespace {

using namespace std::chrono_literals;

class ResourceTest : public testing::Test {
  protected:
    /// Arrives after `wait`, holds a unit for `service`; logs the start as "name@microseconds", or "name
    /// refused".
    Task<> customer(std::string name, Resource& resource, Duration wait, Duration service) {
        co_await simulation.delay(wait);
        const Resource::Lease lease = co_await resource.acquire();
        if (!lease) {
            log.push_back(name + " refused");
            co_return;
        }
        log.push_back(name + "@" + std::to_string((simulation.now() - kStart) / 1us));
        co_await simulation.delay(service);
    }

    void run() { simulation.run_until(kForever); }

    using Log = std::vector<std::string>;

    Simulation simulation;
    Log log;
};

TEST_F(ResourceTest, ServesInOrderOfArrival) {
    Resource resource(simulation, 1);
    simulation.spawn(customer("a", resource, 0us, 10us));
    simulation.spawn(customer("c", resource, 2us, 10us));
    simulation.spawn(customer("b", resource, 1us, 10us));
    run();
    EXPECT_EQ(log, (Log{"a@0", "b@10", "c@20"}));
    EXPECT_EQ(resource.in_use(), 0);
    EXPECT_EQ(resource.queue_length(), 0);
}

TEST_F(ResourceTest, ServesAsManyAtOnceAsItHasUnits) {
    Resource resource(simulation, 2);
    for (const char* name : {"a", "b", "c", "d"}) {
        simulation.spawn(customer(name, resource, 0us, 10us));
    }
    simulation.run_until(kStart + 5us);
    EXPECT_EQ(resource.in_use(), 2);
    EXPECT_EQ(resource.queue_length(), 2);
    run();
    EXPECT_EQ(log, (Log{"a@0", "b@0", "c@10", "d@10"}));
}

TEST_F(ResourceTest, NewcomersDoNotOvertakeAtTheInstantOfRelease) {
    Resource resource(simulation, 1);
    simulation.spawn(customer("holder", resource, 0us, 10us));
    simulation.spawn(customer("newcomer", resource, 10us, 1us)); // its arrival is an event before the release
    simulation.spawn(customer("waiting", resource, 1us, 1us));
    run();
    EXPECT_EQ(log, (Log{"holder@0", "waiting@10", "newcomer@11"}));
}

TEST_F(ResourceTest, RefusesWhenTheQueueIsFull) {
    Resource resource(simulation, 1, 1);
    for (const char* name : {"a", "b", "c"}) {
        simulation.spawn(customer(name, resource, 0us, 10us));
    }
    simulation.spawn(customer("d", resource, 15us, 10us));
    run();
    EXPECT_EQ(log, (Log{"a@0", "c refused", "b@10", "d@20"}));
}

TEST_F(ResourceTest, WithoutQueueRefusesWhenBusy) {
    Resource resource(simulation, 1, 0);
    simulation.spawn(customer("a", resource, 0us, 10us));
    simulation.spawn(customer("b", resource, 5us, 10us));
    simulation.spawn(customer("c", resource, 11us, 10us));
    run();
    EXPECT_EQ(log, (Log{"a@0", "b refused", "c@11"}));
}

TEST_F(ResourceTest, FreeUnitCostsNoEvent) {
    Resource resource(simulation, 1);
    simulation.spawn([](Resource& r) -> Task<> { const auto lease = co_await r.acquire(); }(resource));
    run();
    EXPECT_EQ(simulation.events(), 1) << "the start of the process only";
}

TEST_F(ResourceTest, TryAcquireNeverWaits) {
    Resource resource(simulation, 1);
    Resource::Lease first = resource.try_acquire();
    EXPECT_TRUE(first);
    EXPECT_FALSE(resource.try_acquire());
    first.release();
    first.release();
    EXPECT_FALSE(first);
    EXPECT_EQ(resource.in_use(), 0);
    EXPECT_TRUE(resource.try_acquire());
}

TEST_F(ResourceTest, LeaseMovesAndReleasesOnce) {
    Resource resource(simulation, 2);
    Resource::Lease a = resource.try_acquire();
    Resource::Lease b = std::move(a);
    EXPECT_FALSE(a); // NOLINT(bugprone-use-after-move): moved-from is empty by contract
    EXPECT_TRUE(b);
    EXPECT_EQ(resource.in_use(), 1);
    Resource::Lease c = resource.try_acquire();
    c = std::move(b);
    EXPECT_EQ(resource.in_use(), 1);
    c = Resource::Lease{};
    EXPECT_EQ(resource.in_use(), 0);
}

TEST_F(ResourceTest, MoreCapacityServesTheQueueAtOnce) {
    Resource resource(simulation, 1);
    for (const char* name : {"a", "b", "c", "d"}) {
        simulation.spawn(customer(name, resource, 0us, 100us));
    }
    simulation.run_until(kStart + 10us);
    resource.set_capacity(3);
    EXPECT_EQ(resource.in_use(), 3);
    run();
    EXPECT_EQ(log, (Log{"a@0", "b@10", "c@10", "d@100"}));
}

TEST_F(ResourceTest, LessCapacityLetsLeasesRunOut) {
    Resource resource(simulation, 2);
    for (const char* name : {"a", "b", "c", "d"}) {
        simulation.spawn(customer(name, resource, 0us, 10us));
    }
    simulation.run_until(kStart + 5us);
    resource.set_capacity(1);
    EXPECT_EQ(resource.in_use(), 2);
    run();
    EXPECT_EQ(log, (Log{"a@0", "b@0", "c@10", "d@20"}));
    EXPECT_EQ(resource.capacity(), 1);
}

TEST_F(ResourceTest, NoCapacityMeansEverybodyWaits) {
    Resource resource(simulation, 0);
    simulation.spawn(customer("a", resource, 0us, 10us));
    simulation.spawn([](Simulation& sim, Resource& r) -> Task<> {
        co_await sim.delay(5us);
        EXPECT_EQ(r.queue_length(), 1);
        r.set_capacity(1);
    }(simulation, resource));
    run();
    EXPECT_EQ(log, (Log{"a@5"}));
}

TEST_F(ResourceTest, IntegratesUseAndQueueOverTime) {
    Resource resource(simulation, 1);
    simulation.spawn(customer("a", resource, 1s, 4s));
    simulation.spawn(customer("b", resource, 2s, 3s));
    run(); // a in service 1-5 s, b waits 2-5 s, in service 5-8 s
    EXPECT_EQ(simulation.now(), kStart + 8s);
    EXPECT_DOUBLE_EQ(resource.busy_seconds(simulation.now()), 7.0);
    EXPECT_DOUBLE_EQ(resource.queue_seconds(simulation.now()), 3.0);
}

TEST_F(ResourceTest, IntegralsIncludeWhatIsGoingOn) {
    Resource resource(simulation, 1);
    simulation.spawn(customer("a", resource, 0s, 10s));
    simulation.spawn(customer("b", resource, 1s, 10s));
    simulation.run_until(kStart + 4s);
    EXPECT_DOUBLE_EQ(resource.busy_seconds(simulation.now()), 4.0);
    EXPECT_DOUBLE_EQ(resource.queue_seconds(simulation.now()), 3.0);
    EXPECT_DOUBLE_EQ(resource.busy_seconds(kStart + 6s), 6.0);
    simulation.shutdown();
}

TEST_F(ResourceTest, ShutdownReleasesLeasesAndWakesNobody) {
    Resource resource(simulation, 1);
    for (const char* name : {"a", "b", "c"}) {
        simulation.spawn(customer(name, resource, 0us, 10us));
    }
    simulation.run_until(kStart + 5us);
    EXPECT_EQ(log, (Log{"a@0"}));
    simulation.shutdown();
    EXPECT_EQ(log, (Log{"a@0"}));
    EXPECT_EQ(resource.in_use(), 0);
    EXPECT_EQ(resource.queue_length(), 0);
    EXPECT_EQ(simulation.pending(), 0);
}

TEST_F(ResourceTest, ShutdownFindsAUnitHandedOverButNotYetUsed) {
    Resource resource(simulation, 1);
    Resource::Lease held = resource.try_acquire();
    simulation.spawn(customer("a", resource, 0us, 10us));
    simulation.run_until(kStart);
    held.release(); // a has the unit now, and has not resumed
    EXPECT_EQ(resource.in_use(), 1);
    EXPECT_EQ(resource.queue_length(), 0);
    simulation.shutdown();
    EXPECT_EQ(resource.in_use(), 0);
    EXPECT_TRUE(log.empty());
}

} // namespace
} // namespace meshcast
