#pragma once

#include "engine/random.h"
#include "engine/time.h"

#include <cstdint>
#include <optional>

namespace meshcast {

/// A request that is to start.
struct Arrival {
    static constexpr std::uint32_t kUsualOperation = UINT32_MAX;

    Duration at{};                             // since its source began
    std::uint32_t connection = 0;              // of those that the process paces, else 0
    std::uint32_t operation = kUsualOperation; // of a replay

    bool operator==(const Arrival&) const = default;
};

/// `at + wait` without overflow.
constexpr Duration later(Duration at, Duration wait) {
    return time_after(Time(at), wait).time_since_epoch();
}

/// When requests are meant to start, whatever happens to them: the open-loop part of a traffic source. A
/// process is asked for one arrival after the other and keeps no clock. Randomness is handed in.
class ArrivalProcess {
  public:
    virtual ~ArrivalProcess() = default;

    /// Never before the last one; nullopt: no more.
    virtual std::optional<Arrival> next(RandomStream& random) = 0;
};

} // namespace meshcast
