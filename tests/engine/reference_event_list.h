#pragma once

#include "engine/event_list.h"

#include <algorithm>
#include <functional>
#include <queue>
#include <vector>

namespace meshcast {

/// The future-event list everybody can check by eye: a binary heap.
class ReferenceEventList {
  public:
    void insert(const Event& event) { heap_.push(event); }

    bool empty() const { return heap_.empty(); }

    std::size_t size() const { return heap_.size(); }

    const Event& peek() const { return heap_.top(); }

    Event remove_next() {
        const Event event = heap_.top();
        heap_.pop();
        return event;
    }

    template <class Predicate>
    std::size_t remove_if(Predicate dead) {
        return heap_.remove_if(dead);
    }

  private:
    struct Later {
        bool operator()(const Event& left, const Event& right) const { return right < left; }
    };

    class Heap : public std::priority_queue<Event, std::vector<Event>, Later> {
      public:
        template <class Predicate>
        std::size_t remove_if(Predicate dead) {
            const std::size_t removed = std::erase_if(c, dead);
            std::make_heap(c.begin(), c.end(), comp);
            return removed;
        }
    };

    Heap heap_;
};

static_assert(EventList<ReferenceEventList>);

} // namespace meshcast
