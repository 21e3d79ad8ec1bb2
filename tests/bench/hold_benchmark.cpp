#include "engine/event_list.h"
#include "engine/random.h"
#include "tests/bench/counters.h"
#include "tests/engine/reference_event_list.h"

#include <benchmark/benchmark.h>

#include <string>
#include <vector>

namespace meshcast {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t kIncrements = 65536;

/// The next wait of an event. Drawn beforehand, so that the list is what is measured.
using Increment = Duration (*)(RandomStream&);

Duration exponential(RandomStream& random) {
    return random.exponential(1ms);
}

/// A thousand at the same microsecond, then nothing for a while: crowded buckets and long empty stretches.
Duration bursty(RandomStream& random) {
    return 100ms * static_cast<std::int64_t>(1 + random.below(3)) +
           Duration{static_cast<std::int64_t>(random.below(1000))};
}

/// Messages in microseconds among time-outs in tens of seconds.
Duration bimodal(RandomStream& random) {
    return random.exponential(random.uniform() < 0.9 ? Duration(10us) : Duration(30s));
}

/// The hold model: with N events pending, remove the earliest and insert one an increment later.
template <EventList List>
void hold(benchmark::State& state, std::size_t pending, Increment increment) {
    RandomStream random(1, 0, "hold", "increments");
    std::vector<Duration> steps(kIncrements);
    for (Duration& step : steps) {
        step = increment(random);
    }
    List list;
    std::uint64_t sequence = 0;
    for (; sequence < pending; ++sequence) {
        list.insert({kStart + increment(random), sequence, nullptr});
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
    count_events(state, static_cast<std::uint64_t>(state.iterations()));
}

template <EventList List>
void register_hold(const std::string& list) {
    struct Shape {
        std::string prefix;
        Increment increment;
    };

    for (const Shape& shape :
         {Shape{"hold/", exponential}, Shape{"hold_bursty/", bursty}, Shape{"hold_bimodal/", bimodal}}) {
        for (const std::size_t pending : {1'000, 100'000, 1'000'000}) {
            benchmark::RegisterBenchmark((shape.prefix + list + "/" + std::to_string(pending)).c_str(),
                                         [pending, increment = shape.increment](benchmark::State& state) {
                                             hold<List>(state, pending, increment);
                                         });
        }
    }
}

const bool kRegistered = [] {
    register_hold<LadderQueue>("meshcast");
    register_hold<ReferenceEventList>("std_priority_queue");
    return true;
}();

} // namespace
} // namespace meshcast
