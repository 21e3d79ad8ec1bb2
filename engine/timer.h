#pragma once

#include <boost/smart_ptr/intrusive_ptr.hpp>
#include <boost/smart_ptr/intrusive_ref_counter.hpp>

#include <coroutine>
#include <cstdint>
#include <deque>
#include <vector>

namespace meshcast {

class Simulation;

/// What a cancellable event points at. Cancelling empties the slot; the event is dropped when its time comes,
/// or earlier when the simulation purges its list. Only then is the slot used again.
struct TimerSlot {
    std::coroutine_handle<> target;
    std::uint64_t sequence = 0; ///< of the event that is armed, 0 when none is
};

/// The slots of one simulation. Shared with the Timers it handed out (a simulation is single-threaded, so
/// plain counting will do), which is why these stay valid when the simulation is gone.
class TimerPool : public boost::intrusive_ref_counter<TimerPool, boost::thread_unsafe_counter> {
  public:
    explicit TimerPool(Simulation& owner) : owner_(owner) {}

    Simulation& owner() { return owner_; }

    TimerSlot& arm(std::coroutine_handle<> target, std::uint64_t sequence);
    void recycle(TimerSlot& slot);

    /// No slot is armed from here on, so no Timer will reach for the owner again.
    void close();

  private:
    Simulation& owner_;
    std::deque<TimerSlot> slots_; ///< stable addresses
    std::vector<TimerSlot*> free_;
};

/// Handle to a scheduled event that can be called off. Always valid: it may be default constructed, copied,
/// and cancelled any number of times, before or after the event ran and after the simulation ended. All
/// copies mean the same event.
class Timer {
  public:
    Timer() = default;

    /// The event is scheduled and neither ran nor was cancelled.
    bool pending() const { return slot_ != nullptr && slot_->sequence == sequence_; }

    /// The event will not run. The coroutine stays suspended: whoever cancels sees to it being resumed. O(1).
    void cancel();

  private:
    friend class Simulation;

    Timer(boost::intrusive_ptr<TimerPool> pool, TimerSlot& slot)
        : pool_(std::move(pool)), slot_(&slot), sequence_(slot.sequence) {}

    boost::intrusive_ptr<TimerPool> pool_;
    TimerSlot* slot_ = nullptr;
    std::uint64_t sequence_ = 0;
};

} // namespace meshcast
