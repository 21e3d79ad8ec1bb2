#pragma once

#include "sim/model/destination_policy.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <utility>

namespace meshcast {

/// What counts against the thresholds of one opener for one destination: over all its workers and all
/// endpoints, as Envoy's resource manager does.
/// https://www.envoyproxy.io/docs/envoy/latest/intro/arch_overview/upstream/circuit_breaking
class CircuitBreakers {
  public:
    /// Counts for one as long as it lives. False when the threshold was reached already.
    class [[nodiscard]] Slot {
      public:
        Slot() = default;

        Slot(Slot&& other) noexcept : count_(std::exchange(other.count_, nullptr)) {}

        Slot& operator=(Slot&& other) noexcept {
            if (this != &other) {
                release();
                count_ = std::exchange(other.count_, nullptr);
            }
            return *this;
        }

        ~Slot() { release(); }

        explicit operator bool() const { return count_ != nullptr; }

        void release() {
            if (count_ != nullptr) {
                --*std::exchange(count_, nullptr);
            }
        }

      private:
        friend class CircuitBreakers;

        explicit Slot(std::int64_t& count) : count_(&count) { ++count; }

        std::int64_t* count_ = nullptr;
    };

    /// The limits must outlive it, and it its slots.
    explicit CircuitBreakers(const PoolLimits& limits,
                             const std::optional<ConcurrentRetryBudget>& budget = std::nullopt)
        : limits_(limits), budget_(budget) {}

    CircuitBreakers(const CircuitBreakers&) = delete;
    CircuitBreakers& operator=(const CircuitBreakers&) = delete;

    Slot request() { return slot(requests_, limits_.max_requests); }

    /// Without a connection that is ready, whether in a queue or for one that is being opened.
    Slot pending() { return slot(pending_, limits_.max_pending_requests); }

    Slot retry() { return slot(retries_, most_retries()); }

    bool may_connect() const { return connections_ < limits_.max_connections; }

    void connection_opened() { ++connections_; }

    void connection_closed() { --connections_; }

    /// Whether a connection that has been given so many requests takes no more.
    bool used_up(std::int64_t requests) const {
        return limits_.max_requests_per_connection > 0 && requests >= limits_.max_requests_per_connection;
    }

  private:
    std::int64_t most_retries() const {
        if (!budget_) {
            return limits_.max_retries;
        }
        const double share = budget_->percent / 100 * static_cast<double>(requests_ + pending_);
        return std::max(static_cast<std::int64_t>(share), budget_->min_retry_concurrency);
    }

    static Slot slot(std::int64_t& count, std::int64_t limit) { return count < limit ? Slot(count) : Slot(); }

    const PoolLimits& limits_;
    std::optional<ConcurrentRetryBudget> budget_;
    std::int64_t requests_ = 0;
    std::int64_t pending_ = 0;
    std::int64_t retries_ = 0;
    std::int64_t connections_ = 0;
};

} // namespace meshcast
