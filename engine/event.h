#pragma once

#include "engine/time.h"

#include <cstdint>
#include <type_traits>

namespace meshcast {

/// What the future-event list holds. `target` is the address of a suspended coroutine, or of a TimerSlot with
/// the lowest bit set (see timer.h). `sequence` counts scheduling calls, so equal times run first come, first
/// served.
struct Event {
    Time at;
    std::uint64_t sequence;
    void* target;

    friend constexpr bool operator<(const Event& left, const Event& right) {
        return left.at != right.at ? left.at < right.at : left.sequence < right.sequence;
    }

    friend constexpr bool operator==(const Event&, const Event&) = default;
};

static_assert(sizeof(Event) == 24 && std::is_trivially_copyable_v<Event>);

} // namespace meshcast
