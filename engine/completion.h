#pragma once

#include "engine/intrusive_list.h"
#include "engine/simulation.h"
#include "engine/timer.h"

#include <coroutine>

namespace meshcast {

/// Something that happens once: a reply, a stop request, the end of a warm-up. Everybody who waits for it
/// resumes at the instant it completes, in the order of waiting. Nothing allocates.
///
///     const bool in_time = co_await reply.wait_for(250ms);
///
/// A stop request is a Completion too: a periodic process waits with stop.wait_for(interval) and ends when
/// that is true.
class Completion {
    class Wait;

  public:
    explicit Completion(Simulation& simulation) : simulation_(simulation) {}

    Completion(const Completion&) = delete;
    Completion& operator=(const Completion&) = delete;

    /// Only the first call has an effect.
    void complete();

    bool completed() const { return completed_; }

    /// Awaits the completion; does not suspend when it has happened. Gives true.
    [[nodiscard]] Wait wait();

    /// Awaits the completion or the timeout, whichever is first; true if completed. The timer is called off
    /// on completion. At the same instant the order of events decides: the timer is scheduled when the wait
    /// begins, so it loses only to a completing event that was scheduled before that.
    [[nodiscard]] Wait wait_for(Duration timeout);

  private:
    class Wait : public ListNode {
      public:
        Wait(Completion& completion, Duration timeout) : completion_(completion), timeout_(timeout) {}

        bool await_ready() const { return completion_.completed_; }

        void await_suspend(std::coroutine_handle<> coroutine);
        bool await_resume();

      private:
        friend class Completion;

        Completion& completion_;
        Duration timeout_;
        std::coroutine_handle<> coroutine_;
        Timer timer_;
    };

    Simulation& simulation_;
    IntrusiveList<Wait> waiting_;
    bool completed_ = false;
};

inline Completion::Wait Completion::wait() {
    return Wait{*this, Duration::max()};
}

inline Completion::Wait Completion::wait_for(Duration timeout) {
    return Wait{*this, timeout};
}

} // namespace meshcast
