#pragma once

#include "engine/event.h"

#include <algorithm>
#include <cstddef>
#include <vector>

namespace meshcast {

/// Events of the current instant, first in, first out. They need no sorting: their sequence numbers rise.
class InstantQueue {
  public:
    bool empty() const { return head_ == events_.size(); }

    std::size_t size() const { return events_.size() - head_; }

    void push(const Event& event) {
        if (events_.size() == events_.capacity() && head_ > events_.size() / 2) {
            drop_popped();
        }
        events_.push_back(event);
    }

    Event pop() {
        const Event event = events_[head_++];
        if (empty()) {
            clear();
        }
        return event;
    }

    template <class Predicate>
    std::size_t remove_if(Predicate dead) {
        drop_popped();
        return std::erase_if(events_, dead);
    }

    void clear() {
        events_.clear();
        head_ = 0;
    }

  private:
    void drop_popped() {
        events_.erase(events_.begin(), events_.begin() + static_cast<std::ptrdiff_t>(head_));
        head_ = 0;
    }

    std::vector<Event> events_;
    std::size_t head_ = 0;
};

} // namespace meshcast
