#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace meshcast {

/// Weighted turns, earliest deadline first: an entry picked at virtual time t is due again at t + 1/weight,
/// and among equal deadlines the one that waited longest comes first. Envoy's EdfScheduler.
/// https://github.com/envoyproxy/envoy/blob/main/source/common/upstream/edf_scheduler.h
class EdfSchedule {
  public:
    /// As many starting picks as Envoy draws from.
    static constexpr std::uint64_t kMostStartingPicks = 429496729;

    /// Entries 0 ... weights.size() - 1, of positive weight, as if `picks` picks had been made already:
    /// without that every client would start with the same entry. O(n) however many the picks.
    EdfSchedule(std::span<const double> weights, std::uint32_t picks);

    /// `weight(entry)` is the weight until that entry's next pick.
    template <class Weight>
    std::uint32_t pick(Weight weight) {
        Entry& top = heap_.front();
        const std::uint32_t entry = top.index;
        now_ = top.deadline;
        top.deadline = now_ + 1.0 / weight(entry);
        top.order = next_order_++;
        sift_down();
        return entry;
    }

  private:
    struct Entry {
        double deadline;
        std::uint64_t order;
        std::uint32_t index;

        bool before(const Entry& other) const {
            return deadline < other.deadline || (deadline == other.deadline && order < other.order);
        }
    };

    void sift_down();

    std::vector<Entry> heap_; // binary, the earliest at the front
    double now_ = 0;
    std::uint64_t next_order_;
};

} // namespace meshcast
