#include "engine/simulation.h"

#include <bit>
#include <cassert>
#include <utility>

namespace meshcast {

namespace {

constexpr std::uintptr_t kTimerTag = 1; // coroutine frames and slots are aligned, so the lowest bit is free

/// Purging fewer dead events than this costs more than carrying them.
constexpr std::size_t kPurgeMinimum = 64;

bool is_timer(const Event& event) {
    return (std::bit_cast<std::uintptr_t>(event.target) & kTimerTag) != 0;
}

TimerSlot& timer_slot(const Event& event) {
    return *std::bit_cast<TimerSlot*>(std::bit_cast<std::uintptr_t>(event.target) - kTimerTag);
}

void* tagged(TimerSlot& slot) {
    return std::bit_cast<void*>(std::bit_cast<std::uintptr_t>(&slot) | kTimerTag);
}

} // namespace

Simulation::Simulation() : timers_(new TimerPool(*this)) {}

Simulation::~Simulation() {
    shutdown();
}

Timer Simulation::schedule_cancellable(Duration wait, std::coroutine_handle<> coroutine) {
    const Time at = time_after(now_, wait);
    if (at == kForever || shut_down_) {
        return Timer{};
    }
    TimerSlot& slot = timers_->arm(coroutine, next_sequence_);
    insert(at, tagged(slot));
    return Timer{timers_, slot};
}

void Simulation::spawn(Task<> process) {
    if (shut_down_) {
        return;
    }
    const auto handle = process.release();
    processes_.push_back(handle.promise());
    schedule(Duration::zero(), handle);
}

void Simulation::cancel(TimerSlot& slot) {
    slot = TimerSlot{};
    ++cancelled_;
    if (cancelled_ < kPurgeMinimum || cancelled_ <= pending()) {
        return;
    }
    const auto purge = [this](const Event& event) {
        if (!is_timer(event) || timer_slot(event).target) {
            return false;
        }
        timers_->recycle(timer_slot(event));
        return true;
    };
    cancelled_ -= list_.remove_if(purge);
    cancelled_ -= instant_.remove_if(purge);
    assert(cancelled_ == 0);
}

/// The earliest event at or before `end`. What is in the list for this instant was scheduled before this
/// instant, hence precedes what is in the instant queue.
bool Simulation::next_event(Time end, Event& event) {
    if (!instant_.empty() && (list_.empty() || list_.peek().at > now_)) {
        if (now_ > end) {
            return false;
        }
        event = instant_.pop();
        return true;
    }
    if (list_.empty() || list_.peek().at > end) {
        return false;
    }
    event = list_.remove_next();
    if (const Event* after = list_.lookahead()) {
        __builtin_prefetch(after->target);
    }
    return true;
}

/// Null for a cancelled event.
std::coroutine_handle<> Simulation::take_target(const Event& event) {
    if (!is_timer(event)) {
        return std::coroutine_handle<>::from_address(event.target);
    }
    TimerSlot& slot = timer_slot(event);
    const std::coroutine_handle<> target = slot.target;
    timers_->recycle(slot);
    if (!target) {
        --cancelled_;
    }
    return target;
}

Simulation::Outcome Simulation::run_until(Time end) {
    assert(!running_ && "run_until is not called from a process");
    running_ = true;
    Outcome outcome = Outcome::ReachedEnd;
    Event event;
    while (next_event(end, event)) {
        const std::coroutine_handle<> target = take_target(event);
        if (!target) {
            continue;
        }
        now_ = event.at;
        ++events_;
        if (notes_every_event_) {
            mix_into_fingerprint(static_cast<std::uint64_t>(event.at.time_since_epoch().count()),
                                 event.sequence);
        }
        target.resume();
        if (events_ >= check_at_ && check_stop()) {
            outcome = Outcome::Stopped;
            break;
        }
    }
    running_ = false;
    if (outcome == Outcome::Stopped) {
        return outcome;
    }
    if (pending() == 0) {
        return Outcome::Drained;
    }
    now_ = std::max(now_, end);
    return outcome;
}

bool Simulation::check_stop() {
    if (events_ >= observe_at_) {
        observe_at_ = events_ + observer_interval_;
        stop_requested_ |= !observer_(*this);
    }
    check_at_ = observe_at_;
    return std::exchange(stop_requested_, false);
}

void Simulation::stop() {
    stop_requested_ = true;
    check_at_ = 0;
}

void Simulation::set_observer(std::uint64_t interval, Observer observer) {
    observer_ = std::move(observer);
    observer_interval_ = std::max<std::uint64_t>(interval, 1);
    observe_at_ = observer_ ? events_ + observer_interval_ : UINT64_MAX;
    check_at_ = stop_requested_ ? 0 : observe_at_;
}

void Simulation::shutdown() {
    assert(!running_ && "a process cannot destroy itself");
    shut_down_ = true;
    timers_->close();
    while (!processes_.empty()) {
        std::coroutine_handle<Task<>::promise_type>::from_promise(processes_.back()).destroy();
    }
    list_.clear();
    instant_.clear();
    cancelled_ = 0;
}

} // namespace meshcast
