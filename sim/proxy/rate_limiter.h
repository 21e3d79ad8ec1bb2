#pragma once

#include "engine/time.h"
#include "engine/token_bucket.h"
#include "sim/model/resilience.h"

#include <boost/container/flat_map.hpp>

#include <cstdint>
#include <optional>
#include <vector>

namespace meshcast {

/// A RateLimit at work: the buckets that proxies take tokens from.
class RateLimiter {
  public:
    explicit RateLimiter(const RateLimit& limit);

    /// Only these proxies, in ascending order, ask; the others let everything through.
    void apply_only_to(std::vector<std::uint32_t> proxies);

    /// Whether the proxy of that number lets a request through. Times must not go back.
    bool admit(std::uint32_t proxy, Time now);

    bool global() const { return limit_.scope == RateLimit::Scope::Global; }

    /// What asking takes.
    Duration latency() const { return global() ? limit_.latency : Duration::zero(); }

  private:
    RateLimit limit_;
    std::optional<std::vector<std::uint32_t>> proxies_;              // absent: all
    boost::container::flat_map<std::uint32_t, TokenBucket> buckets_; // by proxy; of a global limit one
};

} // namespace meshcast
