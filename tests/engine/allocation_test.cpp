#include "engine/completion.h"
#include "tests/validation/queueing_network.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <new>

namespace {

std::size_t allocations = 0;

void* counted_allocation(std::size_t bytes) {
    ++allocations;
    if (void* memory = std::malloc(bytes == 0 ? 1 : bytes)) { // NOLINT(cppcoreguidelines-no-malloc)
        return memory;
    }
    throw std::bad_alloc();
}

} // namespace

void* operator new(std::size_t bytes) {
    return counted_allocation(bytes);
}

void* operator new[](std::size_t bytes) {
    return counted_allocation(bytes);
}

void operator delete(void* memory) noexcept {
    std::free(memory); // NOLINT(cppcoreguidelines-no-malloc)
}

void operator delete[](void* memory) noexcept {
    std::free(memory); // NOLINT(cppcoreguidelines-no-malloc)
}

void operator delete(void* memory, std::size_t) noexcept {
    std::free(memory); // NOLINT(cppcoreguidelines-no-malloc)
}

void operator delete[](void* memory, std::size_t) noexcept {
    std::free(memory); // NOLINT(cppcoreguidelines-no-malloc)
}

namespace meshcast {
namespace {

using namespace std::chrono_literals;

#if defined(__SANITIZE_ADDRESS__)
constexpr bool kFramesAreReused = false; // see frame_pool.h
#else
constexpr bool kFramesAreReused = true;
#endif

TEST(Allocation, IsCounted) {
    const std::size_t before = allocations;
    delete new int(1);
    EXPECT_EQ(allocations, before + 1);
}

TEST(Allocation, SteadyStateOfATandemAllocatesNothing) {
    if (!kFramesAreReused) {
        GTEST_SKIP() << "AddressSanitizer: frames are not pooled";
    }
    const Distribution service = Distribution::exponential(1ms);
    validation::QueueingNetwork model("tandem", {{service, 4, {0, 1}}, {service, 4, {0, 0, 1}}, {service, 4}},
                                      312'500ns);
    // The longest queue so far sets the high-water mark of frames; a run at a higher load than the measured
    // one would do too, a long one is simpler.
    model.run_customers(300'000);
    const std::size_t before = allocations;
    model.run_customers(20'000);
    EXPECT_EQ(allocations - before, 0);
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
    if (!kFramesAreReused) {
        GTEST_SKIP() << "AddressSanitizer: frames are not pooled";
    }
    Simulation simulation;
    simulation.spawn(calls_with_timeout(simulation, 10'000));
    simulation.run_until(kForever);
    const std::size_t before = allocations;
    simulation.spawn(calls_with_timeout(simulation, 10'000));
    simulation.run_until(kForever);
    EXPECT_EQ(allocations - before, 0);
}

} // namespace
} // namespace meshcast
