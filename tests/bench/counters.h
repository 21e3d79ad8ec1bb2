#pragma once

#include <benchmark/benchmark.h>

#include <cstdint>

namespace meshcast {

inline void count_events(benchmark::State& state, std::uint64_t events) {
    state.counters["events_per_second"] =
        benchmark::Counter(static_cast<double>(events), benchmark::Counter::kIsRate);
}

inline void count_requests(benchmark::State& state, std::uint64_t requests) {
    state.counters["requests_per_second"] =
        benchmark::Counter(static_cast<double>(requests), benchmark::Counter::kIsRate);
}

} // namespace meshcast
