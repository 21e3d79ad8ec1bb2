#pragma once

#include "engine/event_list.h"
#include "engine/instant_queue.h"
#include "engine/intrusive_list.h"
#include "engine/task.h"
#include "engine/time.h"
#include "engine/timer.h"

#include <coroutine>
#include <cstddef>
#include <cstdint>
#include <functional>

namespace meshcast {

/// The clock, the pending events and the processes of one run. Events run in order of (time, order of
/// scheduling).
///
/// Processes refer to model objects (resources, completions, ...), which are usually declared after the
/// Simulation they need and hence die before it. So call shutdown() while the model is alive; it destroys
/// what still waits, and frames may hold leases whose destructors reach into the model.
///
/// Single-threaded; run several in parallel, one a thread.
class Simulation {
  public:
    enum class Outcome {
        Drained,    ///< nothing is left to happen; now() is the time of the last event
        ReachedEnd, ///< now() is the end, later events are pending
        Stopped,    ///< by stop() or the observer; run_until may go on
    };

    /// Sees the simulation between two events; false stops the run.
    using Observer = std::function<bool(const Simulation&)>;

    Simulation();
    ~Simulation();

    Simulation(const Simulation&) = delete;
    Simulation& operator=(const Simulation&) = delete;

    Time now() const { return now_; }

    /// Events run so far.
    std::uint64_t events() const { return events_; }

    /// Events that will run; cancelled ones do not count.
    std::size_t pending() const { return stored() - cancelled_; }

    /// Events in memory, cancelled ones included: at most twice pending(), plus a small constant.
    std::size_t stored() const { return list_.size() + instant_.size(); }

    /// `co_await simulation.delay(5us)`. Zero or less goes on at the same instant, after the events already
    /// due then.
    [[nodiscard]] auto delay(Duration wait) {
        struct Delay {
            bool await_ready() const noexcept { return false; }

            void await_suspend(std::coroutine_handle<> coroutine) const {
                simulation.schedule(wait, coroutine);
            }

            void await_resume() const noexcept {}

            Simulation& simulation;
            Duration wait;
        };

        return Delay{*this, wait};
    }

    /// The same, but no time is no event: zero or less goes straight on.
    [[nodiscard]] auto elapse(Duration wait) {
        struct Elapse {
            bool await_ready() const noexcept { return wait <= Duration::zero(); }

            void await_suspend(std::coroutine_handle<> coroutine) const {
                simulation.schedule(wait, coroutine);
            }

            void await_resume() const noexcept {}

            Simulation& simulation;
            Duration wait;
        };

        return Elapse{*this, wait};
    }

    /// Starts a process of its own, as an event at now(). Its frame lives until it ends or shutdown().
    void spawn(Task<> process);

    /// Resumes `coroutine` in `wait`. Waits that reach kForever never end, so nothing is scheduled.
    void schedule(Duration wait, std::coroutine_handle<> coroutine);
    Timer schedule_cancellable(Duration wait, std::coroutine_handle<> coroutine);

    /// Runs every event with time <= end.
    Outcome run_until(Time end);

    /// Makes run_until return after the current event.
    void stop();

    /// Calls `observer` every `interval` events. An empty one removes it.
    void set_observer(std::uint64_t interval, Observer observer);

    /// The model names what happens now: `kind` of happening, at `component`.
    void note(std::uint32_t component, std::uint32_t kind) {
        mix_into_fingerprint(static_cast<std::uint64_t>(now_.time_since_epoch().count()),
                             std::uint64_t{component} << 32 | kind);
    }

    /// Also notes (time, sequence) of every event that runs from here on, for models that name nothing.
    void note_every_event() { notes_every_event_ = true; }

    /// Hash over everything that was noted, in order: a change in behaviour, however small, changes it, a
    /// change of how the kernel brings the same about does not.
    std::uint64_t fingerprint() const { return fingerprint_; }

    /// Destroys every live process, latest first, and drops all events. From then on schedule() and spawn()
    /// do nothing, so destructors may release and complete as usual without waking anybody. Not to be called
    /// from a process.
    void shutdown();

    bool is_shut_down() const { return shut_down_; }

  private:
    friend class Timer;

    void insert(Time at, void* target);
    bool next_event(Time end, Event& event);
    std::coroutine_handle<> take_target(const Event& event);
    void cancel(TimerSlot& slot);
    bool check_stop();

    void mix_into_fingerprint(std::uint64_t first, std::uint64_t second) {
        constexpr std::uint64_t kGolden = 0x9e3779b97f4a7c15U;
        fingerprint_ = (fingerprint_ ^ first) * kGolden;
        fingerprint_ = (fingerprint_ ^ (fingerprint_ >> 32) ^ second) * kGolden;
        fingerprint_ ^= fingerprint_ >> 32;
    }

    LadderQueue list_;
    InstantQueue instant_;
    Time now_ = kStart;
    std::uint64_t next_sequence_ = 1;
    std::uint64_t events_ = 0;
    std::uint64_t check_at_ = UINT64_MAX; ///< value of events_ at which check_stop() is due
    std::size_t cancelled_ = 0;           ///< events stored whose timer was cancelled

    boost::intrusive_ptr<TimerPool> timers_;
    IntrusiveList<Task<>::promise_type> processes_;

    Observer observer_;
    std::uint64_t observer_interval_ = UINT64_MAX;
    std::uint64_t observe_at_ = UINT64_MAX;
    std::uint64_t fingerprint_ = 0;
    bool notes_every_event_ = false;
    bool stop_requested_ = false;
    bool running_ = false;
    bool shut_down_ = false;
};

inline void Simulation::insert(Time at, void* target) {
    const Event event{at, next_sequence_++, target};
    if (at == now_) {
        instant_.push(event);
    } else {
        list_.insert(event);
    }
}

inline void Simulation::schedule(Duration wait, std::coroutine_handle<> coroutine) {
    const Time at = time_after(now_, wait);
    if (at != kForever && !shut_down_) {
        insert(at, coroutine.address());
    }
}

} // namespace meshcast
