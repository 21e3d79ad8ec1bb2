#pragma once

#include "engine/resource.h"
#include "engine/time.h"

#include <algorithm>
#include <cstddef>
#include <deque>
#include <utility>
#include <vector>

namespace meshcast {

/// What a Resource should do, so simple that it must be right: who holds and who waits, by ticket.
class ReferenceResource {
  public:
    enum class Answer { Granted, Queued, Refused };

    ReferenceResource(std::size_t capacity, std::size_t limit) : capacity_(capacity), limit_(limit) {}

    Answer acquire(int ticket) {
        if (in_use_ < capacity_ && queue_.empty()) {
            ++in_use_;
            return Answer::Granted;
        }
        if (queue_.size() >= limit_) {
            return Answer::Refused;
        }
        queue_.push_back(ticket);
        return Answer::Queued;
    }

    /// Whether the ticket's turn came at that time and was not collected before.
    bool collect(int ticket, Time now) { return std::erase(granted_, std::pair(ticket, now)) == 1; }

    void release(Time now) {
        --in_use_;
        serve(now);
    }

    void set_capacity(std::size_t capacity, Time now) {
        capacity_ = capacity;
        serve(now);
    }

    bool agrees_with(const Resource& resource) const {
        return resource.in_use() == in_use_ && resource.queue_length() == queue_.size() &&
               resource.capacity() == capacity_ && (queue_.empty() || in_use_ >= capacity_);
    }

    bool all_collected_before(Time now) const {
        return std::ranges::all_of(granted_, [&](const auto& grant) { return grant.second == now; });
    }

  private:
    void serve(Time now) {
        while (in_use_ < capacity_ && !queue_.empty()) {
            granted_.emplace_back(queue_.front(), now);
            queue_.pop_front();
            ++in_use_;
        }
    }

    std::size_t capacity_;
    std::size_t limit_;
    std::size_t in_use_ = 0;
    std::deque<int> queue_;
    std::vector<std::pair<int, Time>> granted_; // not yet resumed
};

} // namespace meshcast
