#include "engine/timer.h"

#include "engine/simulation.h"

namespace meshcast {

TimerSlot& TimerPool::arm(std::coroutine_handle<> target, std::uint64_t sequence) {
    TimerSlot* slot = nullptr;
    if (free_.empty()) {
        slot = &slots_.emplace_back();
        free_.reserve(slots_.size());
    } else {
        slot = free_.back();
        free_.pop_back();
    }
    slot->target = target;
    slot->sequence = sequence;
    return *slot;
}

void TimerPool::recycle(TimerSlot& slot) {
    slot = TimerSlot{};
    free_.push_back(&slot);
}

void TimerPool::close() {
    for (TimerSlot& slot : slots_) {
        slot = TimerSlot{};
    }
}

void Timer::cancel() {
    if (pending()) {
        pool_->owner().cancel(*slot_);
    }
}

} // namespace meshcast
