#include "engine/token_bucket.h"

#include <cassert>

namespace meshcast {

namespace {

__extension__ using Wide = unsigned __int128; // nanoseconds times tokens

} // namespace

TokenBucket::TokenBucket(std::uint32_t max_tokens, std::uint32_t tokens_per_fill, Duration fill_interval,
                         Refill refill, Time start)
    : max_tokens_(max_tokens),
      tokens_per_fill_(tokens_per_fill),
      fill_interval_(fill_interval),
      refill_(refill),
      tokens_(max_tokens),
      filled_at_(start) {
    assert(fill_interval > Duration::zero());
}

bool TokenBucket::take(Time now) {
    fill(now);
    if (tokens_ == 0) {
        return false;
    }
    --tokens_;
    return true;
}

std::uint32_t TokenBucket::tokens(Time now) {
    fill(now);
    return tokens_;
}

/// `elapsed` gives elapsed x tokens_per_fill / fill_interval tokens; what is left of the division waits as a
/// part.
void TokenBucket::fill(Time now) {
    assert(now >= filled_at_);
    Duration elapsed = now - filled_at_;
    if (refill_ == Refill::Timer) {
        elapsed -= elapsed % fill_interval_;
    }
    filled_at_ += elapsed;
    const auto interval = static_cast<Wide>(fill_interval_.count());
    const Wide parts = part_ + static_cast<Wide>(elapsed.count()) * tokens_per_fill_;
    if (parts / interval >= max_tokens_ - tokens_) {
        tokens_ = max_tokens_;
        part_ = 0; // a full bucket collects nothing
    } else {
        tokens_ += static_cast<std::uint32_t>(parts / interval);
        part_ = static_cast<std::uint64_t>(parts % interval);
    }
}

} // namespace meshcast
