#pragma once

#include "engine/histogram.h"
#include "engine/time.h"

#include <cstdint>

namespace meshcast {

/// How the requests to a destination went, as those see it who send them.
struct Tally {
    std::uint64_t requests = 0;
    std::uint64_t failures = 0;
    LatencyHistogram latency;

    void add(bool good, Duration took) {
        ++requests;
        failures += good ? 0 : 1;
        latency.record(took);
    }
};

} // namespace meshcast
