#pragma once

#include "engine/time.h"

#include <cstdint>

namespace meshcast {

/// Rate limiting: a token a request, `tokens_per_fill` more each `fill_interval`, never above `max_tokens`,
/// with which it starts. Whole numbers throughout, so the schedule is exact. The fields are Envoy's:
/// https://www.envoyproxy.io/docs/envoy/latest/api-v3/type/v3/token_bucket.proto
/// Its local rate limit once filled by a timer and now fills when asked (the change had the guard
/// envoy.reloadable_features.no_timer_based_rate_limit_token_bucket).
class TokenBucket {
  public:
    enum class Refill {
        Steady, ///< parts of a fill count as time passes
        Timer,  ///< all of a fill at once, at the end of its interval
    };

    /// fill_interval > 0. Zero max_tokens never gives one.
    TokenBucket(std::uint32_t max_tokens, std::uint32_t tokens_per_fill, Duration fill_interval,
                Refill refill = Refill::Steady, Time start = kStart);

    /// Takes a token if there is one. Times must not go back.
    bool take(Time now);

    /// Whole tokens there are. Times must not go back.
    std::uint32_t tokens(Time now);

  private:
    void fill(Time now);

    std::uint32_t max_tokens_;
    std::uint32_t tokens_per_fill_;
    Duration fill_interval_;
    Refill refill_;
    std::uint32_t tokens_;
    std::uint64_t part_ = 0; ///< of the next token, in 1 / fill_interval nanoseconds
    Time filled_at_;
};

} // namespace meshcast
