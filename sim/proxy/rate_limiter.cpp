#include "sim/proxy/rate_limiter.h"

#include <algorithm>
#include <utility>

namespace meshcast {

RateLimiter::RateLimiter(const RateLimit& limit) : limit_(limit) {}

void RateLimiter::apply_only_to(std::vector<std::uint32_t> proxies) {
    proxies_ = std::move(proxies);
}

bool RateLimiter::admit(std::uint32_t proxy, Time now) {
    if (proxies_ && !std::ranges::binary_search(*proxies_, proxy)) {
        return true;
    }
    const std::uint32_t key = global() ? 0 : proxy;
    auto found = buckets_.find(key);
    if (found == buckets_.end()) {
        const Duration a_token = std::max(Duration(1), from_seconds(1 / limit_.rate.per_second));
        found =
            buckets_.emplace(key, TokenBucket(static_cast<std::uint32_t>(limit_.burst), 1, a_token)).first;
    }
    return found->second.take(now);
}

} // namespace meshcast
