#pragma once

#include "engine/event.h"
#include "engine/ladder.h"

#include <concepts>
#include <cstddef>
#include <memory>
#include <vector>

namespace meshcast {

/// The future-event list, five operations. Costs (n pending events):
///
///     structure                        insert     remove_next   remove_if   memory
///     LadderQueue                      O(1) *     O(1) *        O(n)        24 B + chunk slack
///     std::priority_queue (in tests)   O(log n)   O(log n)      O(n)        24 B
///
/// (*) amortised, for any distribution of times: an event moves down a ladder whose steps get narrower each
/// time.
template <class List>
concept EventList = requires(List list, const Event& event, bool (*dead)(const Event&)) {
    { list.insert(event) };
    { list.empty() } -> std::convertible_to<bool>;
    { list.peek() } -> std::convertible_to<const Event&>;
    { list.remove_next() } -> std::same_as<Event>;
    { list.remove_if(dead) } -> std::same_as<std::size_t>;
};

/// Ladder queue after Tang, Goh and Thng, "Ladder queue: an O(1) priority queue structure for large-scale
/// discrete event simulation", ACM TOMACS 15(3), 2005. Far events lie unsorted in the top; the next stretch
/// of time is spread over the buckets of a rung, its earliest bucket over a finer rung, and so on, until a
/// bucket is small enough to be sorted into the bottom, from which events leave. Two differences from the
/// paper: a rung has at most 1024 buckets so that their ends stay in the cache, and bucket widths are powers
/// of two.
///
/// Storage is recycled: once at its high-water mark, the queue does not allocate.
class LadderQueue {
  public:
    LadderQueue() = default;

    LadderQueue(const LadderQueue&) = delete;
    LadderQueue& operator=(const LadderQueue&) = delete;

    void insert(const Event& event) {
        ++size_;
        if (event.at >= top_from_) {
            top_.append(event, chunks_);
            return;
        }
        for (std::size_t i = 0; i < depth_; ++i) {
            if (event.at >= rungs_[i]->from) {
                rungs_[i]->insert(event, chunks_);
                return;
            }
        }
        insert_bottom(event);
    }

    bool empty() const { return size_ == 0; }

    std::size_t size() const { return size_; }

    /// The earliest event; the queue must not be empty. Not const: it may sort the next bucket. Valid until
    /// the next call.
    const Event& peek() {
        if (bottom_head_ == bottom_.size()) {
            refill_bottom();
        }
        return bottom_[bottom_head_];
    }

    Event remove_next() {
        const Event event = peek();
        ++bottom_head_;
        --size_;
        return event;
    }

    /// The event after the earliest, if it is already known; for prefetching.
    const Event* lookahead() const {
        return bottom_head_ < bottom_.size() ? &bottom_[bottom_head_] : nullptr;
    }

    /// Removes every event for which `dead` holds, calling it once an event in no particular order. Returns
    /// how many.
    template <std::predicate<const Event&> Predicate>
    std::size_t remove_if(Predicate dead) {
        const auto call = [](void* predicate, const Event& event) -> bool {
            return (*static_cast<Predicate*>(predicate))(event);
        };
        return remove_dead(call, &dead);
    }

    void clear();

  private:
    using Bucket = ladder::Bucket;
    using Rung = ladder::Rung;
    using DeadCall = bool (*)(void* predicate, const Event& event);

    void insert_bottom(const Event& event);
    void refill_bottom();
    void take_top();
    void take_first_bucket(Rung& rung);
    void split_bottom();
    void sort_into_bottom(Bucket& bucket);
    void spread(Bucket& bucket, Rung& rung);
    Rung& open_rung(Time first, Time last, std::size_t events);
    std::size_t remove_dead(DeadCall call, void* predicate);
    std::size_t filter(Bucket& bucket, DeadCall call, void* predicate);

    std::size_t size_ = 0;

    /// Sorted; events before bottom_head_ have left.
    std::vector<Event> bottom_;
    std::size_t bottom_head_ = 0;

    /// Coarsest first. Rung i takes times from rungs_[i]->from up to the `from` of the rung (or top) above
    /// it.
    std::vector<std::unique_ptr<Rung>> rungs_;
    std::size_t depth_ = 0;

    /// Takes times from top_from_ on.
    Bucket top_;
    Time top_from_ = Time::min();

    ladder::ChunkPool chunks_;
};

static_assert(EventList<LadderQueue>);

} // namespace meshcast
