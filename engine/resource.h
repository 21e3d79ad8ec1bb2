#pragma once

#include "engine/intrusive_list.h"
#include "engine/simulation.h"

#include <cassert>
#include <coroutine>
#include <cstddef>
#include <limits>
#include <utility>

namespace meshcast {

/// `capacity` equal units (workers, connections, tokens) with one queue, first come first served.
///
///     Resource::Lease lease = co_await workers.acquire();
///     if (!lease) { ... the queue was full ... }
///
/// A freed unit goes straight to the first in the queue, who resumes at the same instant; nobody can
/// overtake. No operation allocates. A Resource outlives its leases and its waiters (see
/// Simulation::shutdown).
class Resource {
  public:
    static constexpr std::size_t kUnlimited = std::numeric_limits<std::size_t>::max();

    /// The right to use one unit, given back on destruction. False when the resource refused it.
    class [[nodiscard]] Lease {
      public:
        Lease() = default;

        Lease(Lease&& other) noexcept : resource_(std::exchange(other.resource_, nullptr)) {}

        Lease& operator=(Lease&& other) noexcept {
            if (this != &other) {
                release();
                resource_ = std::exchange(other.resource_, nullptr);
            }
            return *this;
        }

        ~Lease() { release(); }

        explicit operator bool() const { return resource_ != nullptr; }

        void release() {
            if (resource_ != nullptr) {
                std::exchange(resource_, nullptr)->release_unit();
            }
        }

      private:
        friend class Resource;

        explicit Lease(Resource& resource) : resource_(&resource) {}

        Resource* resource_ = nullptr;
    };

    Resource(Simulation& simulation, std::size_t capacity, std::size_t queue_limit = kUnlimited)
        : simulation_(simulation),
          capacity_(capacity),
          queue_limit_(queue_limit),
          changed_at_(simulation.now()) {}

    Resource(const Resource&) = delete;
    Resource& operator=(const Resource&) = delete;

    /// Awaits a Lease. Does not suspend when a unit is free, nor when the queue is at its limit.
    [[nodiscard]] auto acquire() { return Acquire{*this}; }

    /// A Lease now or none; does not overtake the queue.
    Lease try_acquire();

    std::size_t in_use() const { return in_use_; }

    std::size_t queue_length() const { return queue_length_; }

    std::size_t capacity() const { return capacity_; }

    std::size_t queue_limit() const { return queue_limit_; }

    /// More capacity serves the queue at once. With less, leases above it run out as they are released.
    void set_capacity(std::size_t capacity);

    /// Integrals over time since construction: units in use (unit-seconds) and length of the queue
    /// (waiter-seconds). The difference between two instants, divided by the time between, is the mean;
    /// divided by the capacity too, the utilisation.
    double busy_seconds(Time now) const;
    double queue_seconds(Time now) const;

  private:
    class Acquire : public ListNode {
      public:
        explicit Acquire(Resource& resource) : resource_(resource) {}

        ~Acquire();

        bool await_ready();
        void await_suspend(std::coroutine_handle<> coroutine);

        Lease await_resume() { return std::move(lease_); }

      private:
        friend class Resource;

        Resource& resource_;
        std::coroutine_handle<> coroutine_;
        Lease lease_;
    };

    void release_unit();
    void serve_queue();
    void advance_integrals();

    Simulation& simulation_;
    std::size_t capacity_;
    std::size_t queue_limit_;
    std::size_t in_use_ = 0;
    std::size_t queue_length_ = 0;
    IntrusiveList<Acquire> queue_;

    Time changed_at_;
    double busy_nanoseconds_ = 0;
    double queue_nanoseconds_ = 0;
};

inline void Resource::advance_integrals() {
    const Time now = simulation_.now();
    const auto elapsed = static_cast<double>((now - changed_at_).count());
    busy_nanoseconds_ += static_cast<double>(in_use_) * elapsed;
    queue_nanoseconds_ += static_cast<double>(queue_length_) * elapsed;
    changed_at_ = now;
}

inline Resource::Lease Resource::try_acquire() {
    if (in_use_ >= capacity_ || queue_length_ > 0) {
        return Lease{};
    }
    advance_integrals();
    ++in_use_;
    return Lease{*this};
}

inline void Resource::release_unit() {
    assert(in_use_ > 0);
    advance_integrals();
    --in_use_;
    if (queue_length_ > 0) {
        serve_queue();
    }
}

inline bool Resource::Acquire::await_ready() {
    lease_ = resource_.try_acquire();
    return lease_ || resource_.queue_length_ >= resource_.queue_limit_;
}

} // namespace meshcast
