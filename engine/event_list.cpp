#include "engine/event_list.h"

#include <algorithm>
#include <bit>
#include <cassert>
#include <utility>

namespace meshcast {

using namespace ladder;

namespace {

constexpr std::size_t kBucketTarget = 2; ///< events a bucket of a new rung should hold
constexpr std::size_t kSortLimit = 32;   ///< a bucket of more events is spread over a rung
constexpr std::size_t kInsertionSortLimit = 24;

void sort_events(Event* first, Event* last) {
    if (std::is_sorted(first, last)) {
        return;
    }
    if (static_cast<std::size_t>(last - first) > kInsertionSortLimit) {
        std::sort(first, last);
        return;
    }
    for (Event* next = first + 1; next < last; ++next) {
        const Event event = *next;
        Event* hole = next;
        for (; hole > first && event < hole[-1]; --hole) {
            *hole = hole[-1];
        }
        *hole = event;
    }
}

} // namespace

void LadderQueue::insert_bottom(const Event& event) {
    if (bottom_head_ == bottom_.size()) {
        bottom_.clear();
        bottom_head_ = 0;
    }
    const auto head = bottom_.begin() + static_cast<std::ptrdiff_t>(bottom_head_);
    auto place = bottom_.end();
    if (head != place && event < place[-1]) {
        place = std::upper_bound(head, place, event);
    }
    if (bottom_head_ > 0 && place - head < bottom_.end() - place) {
        std::move(head, place, head - 1);
        place[-1] = event;
        --bottom_head_;
    } else {
        bottom_.insert(place, event);
    }
    if (bottom_.size() - bottom_head_ > 2 * kSortLimit) {
        split_bottom();
    }
}

/// Spreads an overlong bottom over a new lowest rung, unless it is a single instant, where appending is
/// cheap.
void LadderQueue::split_bottom() {
    const Time limit = depth_ == 0 ? top_from_ : rungs_[depth_ - 1]->from;
    const Time first = bottom_[bottom_head_].at;
    if (distance(first, limit) <= 1) {
        return;
    }
    Rung& rung = open_rung(first, limit - Duration{1}, bottom_.size() - bottom_head_);
    for (std::size_t i = bottom_head_; i < bottom_.size(); ++i) {
        rung.insert(bottom_[i], chunks_);
    }
    bottom_.clear();
    bottom_head_ = 0;
}

/// A new lowest rung whose buckets cover [first, last] and perhaps more.
LadderQueue::Rung& LadderQueue::open_rung(Time first, Time last, std::size_t events) {
    if (depth_ == rungs_.size()) {
        rungs_.push_back(std::make_unique<Rung>());
    }
    Rung& rung = *rungs_[depth_++];
    const std::size_t buckets =
        std::clamp<std::size_t>(std::bit_ceil(events / kBucketTarget), 2, kMaxBuckets);
    rung.start = first;
    rung.from = first;
    rung.shift =
        std::max(0, static_cast<int>(std::bit_width(distance(first, last))) - std::countr_zero(buckets));
    rung.count = 0;
    return rung;
}

/// Fills the bottom with the earliest bucket that is small enough, spreading larger ones on the way.
void LadderQueue::refill_bottom() {
    assert(size_ > 0);
    bottom_.clear();
    bottom_head_ = 0;
    while (bottom_.empty()) {
        while (depth_ > 0 && rungs_[depth_ - 1]->count == 0) {
            --depth_;
        }
        if (depth_ == 0) {
            take_top();
        } else {
            take_first_bucket(*rungs_[depth_ - 1]);
        }
    }
}

void LadderQueue::take_top() {
    const auto [first, last] = top_.range();
    if (top_.count <= kSortLimit || first == last) {
        top_from_ = saturated_sum(last, 1);
        sort_into_bottom(top_);
    } else {
        Rung& rung = open_rung(first, last, top_.count);
        top_from_ = rung.end_of(kMaxBuckets - 1);
        spread(top_, rung);
    }
}

void LadderQueue::take_first_bucket(Rung& rung) {
    const std::size_t i = rung.first_bucket();
    const Time end = rung.end_of(i);
    Bucket& bucket = rung.buckets[i];
    rung.count -= bucket.count;
    rung.mark_empty(i);
    if (bucket.count > kSortLimit) {
        if (const auto [first, last] = bucket.range(); first != last) {
            // The finer rung may end before the bucket does; the rest of the bucket stays open for insertion.
            Rung& finer = open_rung(first, last, bucket.count);
            rung.from = std::min(end, finer.end_of(kMaxBuckets - 1));
            spread(bucket, finer);
            return;
        }
    }
    rung.from = end;
    sort_into_bottom(bucket);
}

void LadderQueue::sort_into_bottom(Bucket& bucket) {
    bucket.drain(chunks_, [this](const Event& event) { bottom_.push_back(event); });
    sort_events(bottom_.data(), bottom_.data() + bottom_.size());
}

void LadderQueue::spread(Bucket& bucket, Rung& rung) {
    bucket.drain(chunks_, [&](const Event& event) { rung.insert(event, chunks_); });
}

std::size_t LadderQueue::remove_dead(DeadCall call, void* predicate) {
    std::size_t removed = filter(top_, call, predicate);
    for (std::size_t r = 0; r < depth_; ++r) {
        Rung& rung = *rungs_[r];
        for (std::size_t i = 0; i < kMaxBuckets; ++i) {
            if (rung.buckets[i].count > 0) {
                const std::size_t here = filter(rung.buckets[i], call, predicate);
                rung.count -= here;
                removed += here;
                if (rung.buckets[i].count == 0) {
                    rung.mark_empty(i);
                }
            }
        }
    }
    const auto head = bottom_.begin() + static_cast<std::ptrdiff_t>(bottom_head_);
    const auto kept =
        std::remove_if(head, bottom_.end(), [&](const Event& event) { return call(predicate, event); });
    removed += static_cast<std::size_t>(bottom_.end() - kept);
    bottom_.erase(kept, bottom_.end());
    size_ -= removed;
    return removed;
}

std::size_t LadderQueue::filter(Bucket& bucket, DeadCall call, void* predicate) {
    const std::size_t before = bucket.count;
    Bucket kept;
    bucket.drain(chunks_, [&](const Event& event) {
        if (!call(predicate, event)) {
            kept.append(event, chunks_);
        }
    });
    bucket = kept;
    return before - kept.count;
}

void LadderQueue::clear() {
    remove_if([](const Event&) { return true; });
    depth_ = 0;
    top_from_ = Time::min();
}

} // namespace meshcast
