#include "engine/event_list.h"
#include "engine/random.h"
#include "tests/engine/reference_event_list.h"

#include <benchmark/benchmark.h>

#include <string>
#include <vector>

namespace meshcast {
namespace {

constexpr std::size_t kIncrements = 65536;

/// Exponential increments, drawn beforehand so that the list is what is measured.
std::vector<Duration> increments() {
    RandomStream random(1, 0, "hold", "increments");
    std::vector<Duration> result(kIncrements);
    for (Duration& increment : result) {
        increment = random.exponential(std::chrono::milliseconds{1});
    }
    return result;
}

/// The hold model: with N events pending, remove the earliest and insert one an increment later.
template <EventList List>
void hold(benchmark::State& state, std::size_t pending) {
    const std::vector<Duration> steps = increments();
    RandomStream random(1, 0, "hold", "start");
    List list;
    std::uint64_t sequence = 0;
    for (; sequence < pending; ++sequence) {
        list.insert({kStart + random.exponential(std::chrono::milliseconds{1}), sequence, nullptr});
    }
    const auto hold_once = [&] {
        Event event = list.remove_next();
        event.at += steps[sequence % kIncrements];
        event.sequence = sequence++;
        list.insert(event);
    };
    for (std::size_t i = 0; i < 3 * pending; ++i) {
        hold_once();
    }
    for (auto iteration : state) {
        hold_once();
    }
    state.SetItemsProcessed(state.iterations());
}

template <EventList List>
void register_hold(const std::string& name) {
    for (const std::size_t pending : {1'000, 100'000, 1'000'000}) {
        const auto run = [pending](benchmark::State& state) { hold<List>(state, pending); };
        benchmark::RegisterBenchmark(("hold/" + name + "/" + std::to_string(pending)).c_str(), run);
    }
}

const bool kRegistered = [] {
    register_hold<LadderQueue>("meshcast");
    register_hold<ReferenceEventList>("std_priority_queue");
    return true;
}();

} // namespace
} // namespace meshcast
