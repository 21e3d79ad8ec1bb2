#include "engine/resource.h"

#include <cassert>

namespace meshcast {

Resource::Lease Resource::try_acquire() {
    if (in_use_ >= capacity_ || queue_length_ > 0) {
        return Lease{};
    }
    advance_integrals();
    ++in_use_;
    return Lease{*this};
}

void Resource::set_capacity(std::size_t capacity) {
    capacity_ = capacity;
    serve_queue();
}

void Resource::release_unit() {
    assert(in_use_ > 0);
    advance_integrals();
    --in_use_;
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

void Resource::advance_integrals() {
    const Time now = simulation_.now();
    const auto elapsed = static_cast<double>((now - changed_at_).count());
    busy_nanoseconds_ += static_cast<double>(in_use_) * elapsed;
    queue_nanoseconds_ += static_cast<double>(queue_length_) * elapsed;
    changed_at_ = now;
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

bool Resource::Acquire::await_ready() {
    lease_ = resource_.try_acquire();
    return lease_ || resource_.queue_length_ >= resource_.queue_limit_;
}

void Resource::Acquire::await_suspend(std::coroutine_handle<> coroutine) {
    coroutine_ = coroutine;
    resource_.advance_integrals();
    resource_.queue_.push_back(*this);
    ++resource_.queue_length_;
}

} // namespace meshcast
