#pragma once

#include "engine/event.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

namespace meshcast::ladder {

/// What a LadderQueue is made of.

inline constexpr std::size_t kChunkEvents = 10; // with its link 248 bytes, four cache lines
inline constexpr std::size_t kSlabChunks = 64;
inline constexpr std::size_t kMaxBuckets = 1024;

inline std::uint64_t distance(Time from, Time to) {
    return static_cast<std::uint64_t>(to.time_since_epoch().count()) -
           static_cast<std::uint64_t>(from.time_since_epoch().count());
}

/// start + offset, at most kForever.
inline Time saturated_sum(Time start, std::uint64_t offset) {
    return offset >= distance(start, kForever) ? kForever
                                               : start + Duration{static_cast<std::int64_t>(offset)};
}

/// A run of events in the order of insertion.
struct Chunk {
    Chunk* next;
    Event events[kChunkEvents]; // not initialised
};

/// Chunks are recycled: once at its high-water mark, the list does not allocate.
class ChunkPool {
  public:
    Chunk* take(Chunk* next) {
        if (free_ == nullptr) {
            grow();
        }
        Chunk* chunk = free_;
        free_ = chunk->next;
        chunk->next = next;
        return chunk;
    }

    void give_back(Chunk* chunk) {
        chunk->next = free_;
        free_ = chunk;
    }

  private:
    void grow() {
        slabs_.push_back(std::make_unique_for_overwrite<Chunk[]>(kSlabChunks));
        for (std::size_t i = 0; i < kSlabChunks; ++i) {
            give_back(&slabs_.back()[i]);
        }
    }

    Chunk* free_ = nullptr;
    std::vector<std::unique_ptr<Chunk[]>> slabs_;
};

/// Unsorted events: a list of full chunks, latest first, whose head may be partly filled.
struct Bucket {
    Chunk* chunk = nullptr;
    std::uint32_t fill = kChunkEvents;
    std::uint32_t count = 0;

    void append(const Event& event, ChunkPool& pool) {
        if (fill == kChunkEvents) {
            chunk = pool.take(chunk);
            fill = 0;
        }
        chunk->events[fill++] = event;
        ++count;
    }

    /// Calls f for each event in the order of insertion and leaves the bucket empty. f may append to other
    /// buckets.
    template <class Function>
    void drain(ChunkPool& pool, Function f) {
        Chunk* oldest = nullptr;
        for (Chunk* current = chunk; current != nullptr;) {
            Chunk* next = current->next;
            current->next = oldest;
            oldest = current;
            current = next;
        }
        const std::uint32_t last_fill = fill;
        *this = Bucket{};
        for (Chunk* current = oldest; current != nullptr;) {
            Chunk* next = current->next;
            const std::size_t events = next == nullptr ? last_fill : kChunkEvents;
            for (std::size_t i = 0; i < events; ++i) {
                f(current->events[i]);
            }
            pool.give_back(current);
            current = next;
        }
    }

    /// Earliest and latest time; the bucket must not be empty.
    std::pair<Time, Time> range() const {
        Time first = Time::max();
        Time last = Time::min();
        std::size_t events = fill;
        for (const Chunk* current = chunk; current != nullptr; current = current->next) {
            for (std::size_t i = 0; i < events; ++i) {
                first = std::min(first, current->events[i].at);
                last = std::max(last, current->events[i].at);
            }
            events = kChunkEvents;
        }
        return {first, last};
    }
};

/// A stretch of time in buckets of 2^shift ns: bucket i begins at start + i 2^shift.
struct Rung {
    Time start;
    Time from; ///< earlier times are for the rungs below, and the bottom
    int shift;
    std::size_t count;
    std::array<std::uint64_t, kMaxBuckets / 64> occupied;
    std::array<Bucket, kMaxBuckets> buckets;

    std::size_t index(Time at) const { return distance(start, at) >> shift; }

    void insert(const Event& event, ChunkPool& pool) {
        const std::size_t i = index(event.at);
        occupied[i / 64] |= std::uint64_t{1} << (i % 64);
        buckets[i].append(event, pool);
        ++count;
    }

    /// Index of the earliest bucket with events; there must be one.
    std::size_t first_bucket() const {
        std::size_t word = index(from) / 64;
        while (occupied[word] == 0) {
            ++word;
        }
        return word * 64 + static_cast<std::size_t>(std::countr_zero(occupied[word]));
    }

    void mark_empty(std::size_t i) { occupied[i / 64] &= ~(std::uint64_t{1} << (i % 64)); }

    Time end_of(std::size_t i) const {
        // The last bucket may reach 2^64.
        const std::uint64_t buckets_before_overflow = ~std::uint64_t{0} >> shift;
        return i + 1 > buckets_before_overflow ? kForever
                                               : saturated_sum(start, std::uint64_t{i + 1} << shift);
    }
};

} // namespace meshcast::ladder
