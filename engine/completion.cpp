#include "engine/completion.h"

namespace meshcast {

void Completion::complete() {
    if (completed_) {
        return;
    }
    completed_ = true;
    while (!waiting_.empty()) {
        Wait& wait = waiting_.pop_front();
        wait.timer_.cancel();
        simulation_.schedule(Duration::zero(), wait.coroutine_);
    }
}

void Completion::Wait::await_suspend(std::coroutine_handle<> coroutine) {
    coroutine_ = coroutine;
    completion_.waiting_.push_back(*this);
    if (timeout_ != Duration::max()) {
        timer_ = completion_.simulation_.schedule_cancellable(timeout_, coroutine);
    }
}

/// complete() takes a waiter off the list, the timer leaves it there; one that never suspended is not in it.
bool Completion::Wait::await_resume() {
    const bool timed_out = linked();
    unlink();
    return !timed_out;
}

} // namespace meshcast
