#include "sim/proxy/rate_limiter.h"

#include <algorithm>
#include <cmath>

namespace meshcast {

RateLimiter::RateLimiter(const RateLimit& limit) : limit_(limit) {}

bool RateLimiter::admit(std::uint32_t proxy, Time now) {
    const std::uint32_t key = global() ? 0 : proxy;
    auto found = buckets_.find(key);
    if (found == buckets_.end()) {
        // Rates go down to a thousandth a second.
        const auto per_fill = static_cast<std::uint32_t>(std::llround(limit_.rate.per_second * 1000));
        found = buckets_
                    .emplace(key, TokenBucket(static_cast<std::uint32_t>(limit_.burst), per_fill,
                                              std::chrono::seconds(1000)))
                    .first;
    }
    return found->second.take(now);
}

} // namespace meshcast
