#include "engine/resource.h"

namespace meshcast {

void Resource::set_capacity(std::size_t capacity) {
    capacity_ = capacity;
    serve_queue();
}

/// Hands free units to the head of the queue. The receiver holds its lease from now on and resumes as an
/// event.
void Resource::serve_queue() {
    if (simulation_.is_shut_down()) {
        return;
    }
    while (in_use_ < capacity_ && queue_length_ > 0) {
        advance_integrals();
        Acquire& waiter = queue_.pop_front();
        --queue_length_;
        ++in_use_;
        waiter.lease_ = Lease{*this};
        simulation_.schedule(Duration::zero(), waiter.coroutine_);
    }
}

double Resource::busy_seconds(Time now) const {
    return busy_nanoseconds_ / 1e9 + static_cast<double>(in_use_) * to_seconds(now - changed_at_);
}

double Resource::queue_seconds(Time now) const {
    return queue_nanoseconds_ / 1e9 + static_cast<double>(queue_length_) * to_seconds(now - changed_at_);
}

Resource::Acquire::~Acquire() {
    if (linked()) {
        unlink();
        resource_.advance_integrals();
        --resource_.queue_length_;
    }
}

void Resource::Acquire::await_suspend(std::coroutine_handle<> coroutine) {
    coroutine_ = coroutine;
    resource_.advance_integrals();
    resource_.queue_.push_back(*this);
    ++resource_.queue_length_;
}

} // namespace meshcast
