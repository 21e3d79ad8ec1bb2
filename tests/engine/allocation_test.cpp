#include "engine/completion.h"
#include "tests/engine/counting_new.h"
#include "tests/validation/queueing_network.h"

#include <gtest/gtest.h>

namespace meshcast {
namespace {

using namespace std::chrono_literals;

TEST(Allocation, IsCounted) {
    const std::size_t before = allocations();
    ::operator delete(::operator new(1)); // a new-expression might be left out
    EXPECT_EQ(allocations(), before + 1);
}

TEST(Allocation, SteadyStateOfATandemAllocatesNothing) {
    if (!detail::kReuseFrames) {
        GTEST_SKIP() << "AddressSanitizer: frames are not pooled";
    }
    const Distribution service = Distribution::exponential(1ms);
    validation::QueueingNetwork model("tandem", {{service, 4, {0, 1}}, {service, 4, {0, 0, 1}}, {service, 4}},
                                      312'500ns);
    // The longest queue so far sets the high-water mark of frames; a run at a higher load than the measured
    // one would do too, a long one is simpler.
    model.run_customers(300'000);
    const std::size_t before = allocations();
    model.run_customers(20'000);
    EXPECT_EQ(allocations() - before, 0);
    EXPECT_EQ(model.finished(), 320'000);
}

Task<> reply_after(Simulation& simulation, Completion& reply, Duration latency) {
    co_await simulation.delay(latency);
    reply.complete();
}

Task<> calls_with_timeout(Simulation& simulation, int count) {
    for (int i = 0; i < count; ++i) {
        Completion reply(simulation);
        simulation.spawn(reply_after(simulation, reply, 1us));
        co_await reply.wait_for(1s);
    }
}

TEST(Allocation, TimeoutsAllocateNothing) {
    if (!detail::kReuseFrames) {
        GTEST_SKIP() << "AddressSanitizer: frames are not pooled";
    }
    Simulation simulation;
    simulation.spawn(calls_with_timeout(simulation, 10'000));
    simulation.run_until(kForever);
    const std::size_t before = allocations();
    simulation.spawn(calls_with_timeout(simulation, 10'000));
    simulation.run_until(kForever);
    EXPECT_EQ(allocations() - before, 0);
}

} // namespace
} // namespace meshcast
