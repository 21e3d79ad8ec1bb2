#include "sim/proxy/retry_allowance.h"

#include <algorithm>

namespace meshcast {

/// Whole numbers, as in tower: a ratio of 0.2 means that a retry costs five deposits of one, of 2 that it
/// costs 500 where a request deposits 1000.
RetryAllowance::RetryAllowance(const RetryBudget& budget, Time created)
    : deposit_(budget.ratio <= 0 ? 0 : (budget.ratio <= 1 ? 1 : 1000)),
      price_(budget.ratio <= 0
                 ? 1
                 : std::max<std::int64_t>(
                       1, static_cast<std::int64_t>(static_cast<double>(deposit_) / budget.ratio))),
      reserve_(static_cast<std::int64_t>(budget.min_per_second * to_seconds(budget.window)) * price_),
      width_(std::max(Duration(1), budget.window / static_cast<std::int64_t>(kSlots))),
      began_(created) {}

void RetryAllowance::deposit(Time now) {
    advance(now);
    slots_[current_] += deposit_;
    balance_ += deposit_;
}

bool RetryAllowance::withdraw(Time now) {
    advance(now);
    if (balance_ + reserve_ < price_) {
        return false;
    }
    slots_[current_] -= price_;
    balance_ -= price_;
    return true;
}

void RetryAllowance::advance(Time now) {
    if (now - began_ < width_) {
        return;
    }
    const std::int64_t passed = (now - began_) / width_;
    began_ += passed * width_;
    for (std::int64_t i = 0; i < std::min<std::int64_t>(passed, kSlots); ++i) {
        current_ = (current_ + 1) % kSlots;
        balance_ -= slots_[current_];
        slots_[current_] = 0;
    }
}

} // namespace meshcast
