#pragma once

#include "engine/frame_pool.h"
#include "engine/intrusive_list.h"

#include <cassert>
#include <coroutine>
#include <exception>
#include <optional>
#include <utility>

namespace meshcast {

class Simulation;

template <class T>
class Task;

namespace detail {

/// What every Task promise shares: lazy start, and at the end a jump to whoever awaited the task. A process,
/// which nobody awaits, goes by itself instead.
class TaskPromiseBase : public PooledFrame {
  public:
    std::suspend_always initial_suspend() const noexcept { return {}; }

    auto final_suspend() const noexcept {
        struct Continue {
            bool await_ready() const noexcept { return !next; }

            std::coroutine_handle<> await_suspend(std::coroutine_handle<>) const noexcept { return next; }

            void await_resume() const noexcept {}

            std::coroutine_handle<> next;
        };

        return Continue{continuation_};
    }

    /// Failures of a simulated request are values. An exception here is a bug of the model, and the event
    /// loop has no caller it could be handed to.
    [[noreturn]] void unhandled_exception() const noexcept { std::terminate(); }

    void continue_with(std::coroutine_handle<> continuation) { continuation_ = continuation; }

  private:
    std::coroutine_handle<> continuation_; // none: a process
};

template <class T>
class TaskPromise : public TaskPromiseBase {
  public:
    Task<T> get_return_object();

    template <class U>
    void return_value(U&& value) {
        result_.emplace(std::forward<U>(value));
    }

    T take_result() { return std::move(*result_); }

  private:
    std::optional<T> result_;
};

/// May become a process, and is then a link in the simulation's list of those, which it leaves when it ends.
template <>
class TaskPromise<void> : public TaskPromiseBase, public ListNode {
  public:
    Task<void> get_return_object();

    void return_void() const noexcept {}

    void take_result() const noexcept {}
};

} // namespace detail

/// A step of a process, written as a coroutine. Lazy: it starts when awaited (`co_await step()`) or handed to
/// Simulation::spawn, and ends before the awaiting coroutine goes on. Start and end are symmetric transfers,
/// so depth costs no stack when the compiler makes tail calls (GCC: from -O2; at -O0 keep nesting below some
/// thousands).
///
/// GCC 12 silently miscompiles co_await in the condition of if, while, for or switch, and in `co_return a ? b
/// : c`: the coroutine is lost at the suspension. Name the result first: `const bool ok = co_await step(); if
/// (ok) ...`, or `if (const bool ok = co_await step(); ok) ...`.
///
/// Destroying a Task that has started and not ended is for Simulation::shutdown() only: events may still
/// point at it.
template <class T = void>
class [[nodiscard]] Task {
  public:
    using promise_type = detail::TaskPromise<T>;

    Task() = default;

    Task(Task&& other) noexcept : handle_(std::exchange(other.handle_, nullptr)) {}

    Task& operator=(Task&& other) noexcept {
        std::swap(handle_, other.handle_);
        return *this;
    }

    ~Task() {
        if (handle_) {
            handle_.destroy();
        }
    }

    auto operator co_await() && noexcept {
        struct Awaiter {
            bool await_ready() const noexcept { return false; }

            std::coroutine_handle<> await_suspend(std::coroutine_handle<> caller) const noexcept {
                handle.promise().continue_with(caller);
                return handle;
            }

            T await_resume() const { return handle.promise().take_result(); }

            std::coroutine_handle<promise_type> handle;
        };

        assert(handle_ && "a Task is awaited once");
        return Awaiter{handle_};
    }

  private:
    friend promise_type;
    friend class Simulation;

    explicit Task(std::coroutine_handle<promise_type> handle) : handle_(handle) {}

    /// For whoever lets it run and destroys it.
    std::coroutine_handle<promise_type> release() { return std::exchange(handle_, nullptr); }

    std::coroutine_handle<promise_type> handle_;
};

template <class T>
Task<T> detail::TaskPromise<T>::get_return_object() {
    return Task<T>{std::coroutine_handle<TaskPromise>::from_promise(*this)};
}

inline Task<void> detail::TaskPromise<void>::get_return_object() {
    return Task<void>{std::coroutine_handle<TaskPromise>::from_promise(*this)};
}

} // namespace meshcast
