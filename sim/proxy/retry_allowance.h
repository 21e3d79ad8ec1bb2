#pragma once

#include "engine/time.h"
#include "sim/model/route_rule.h"

#include <array>
#include <cstddef>
#include <cstdint>

namespace meshcast {

/// A RetryBudget as one proxy keeps it for one service: each request that is not tried again buys a share of
/// a retry for as long as the budget's window, in ten slots; what a second of every window may retry anyway
/// comes on top. A failure that is tried again buys nothing, so where everything fails that minimum is all
/// there is.
/// https://linkerd.io/2/tasks/configuring-retries/#retry-budgets and tower::retry::budget, which Linkerd's
/// proxy uses
class RetryAllowance {
  public:
    RetryAllowance(const RetryBudget& budget, Time created);

    /// A request ended for good.
    void deposit(Time now);

    /// One is to be tried again: true if there was enough. Times must not go back.
    bool withdraw(Time now);

  private:
    void advance(Time now);

    static constexpr std::size_t kSlots = 10;

    std::int64_t deposit_;     // what one request puts in
    std::int64_t price_;       // of a retry
    std::int64_t reserve_;     // in every window
    std::int64_t balance_ = 0; // of all slots
    std::array<std::int64_t, kSlots> slots_{};
    std::size_t current_ = 0;
    Duration width_; // of a slot
    Time began_;     // the current slot
};

} // namespace meshcast
