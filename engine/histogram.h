#pragma once

#include "engine/time.h"

#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace meshcast {

/// How often which latency occurred, in buckets of 1/128 of a power of two: the value of a quantile is within
/// 1 % of the exact one for 1 ns to 2^62 ns. Negative durations count as zero. Memory grows with the range
/// that occurs, 1 KiB for each power of two. Merging is exact, whatever the order.
class LatencyHistogram {
  public:
    void record(Duration latency, std::uint64_t count = 1);
    void merge(const LatencyHistogram& other);

    std::uint64_t count() const { return count_; }

    Duration min() const { return count_ == 0 ? Duration::zero() : min_; }

    Duration max() const { return count_ == 0 ? Duration::zero() : max_; }

    /// From the exact sum; 0 when empty.
    Duration mean() const;
    double sum_seconds() const;

    /// The smallest recorded value that a share `q` of all values does not exceed, to the width of its
    /// bucket; exact for q <= 0 (min) and q >= 1 (max), 0 when empty.
    Duration quantile(double q) const;

    /// How many values were <= limit, to the width of the limit's bucket (counted as below).
    std::uint64_t count_at_most(Duration limit) const;

    /// Calls f(lower, upper, count) for every bucket that is not empty, ascending; a bucket holds lower <=
    /// value < upper.
    template <class Function>
    void for_each_bucket(Function f) const {
        for (std::size_t i = 0; i < counts_.size(); ++i) {
            if (counts_[i] != 0) {
                f(lower_bound(first_ + i), lower_bound(first_ + i + 1), counts_[i]);
            }
        }
    }

    /// Of what was recorded, not of the memory used.
    friend bool operator==(const LatencyHistogram& left, const LatencyHistogram& right);

  private:
    static constexpr int kBits = 7;
    static constexpr std::size_t kPerOctave = std::size_t{1} << kBits;

    static std::size_t index_of(std::uint64_t value) {
        if (value < kPerOctave) {
            return value;
        }
        const int shift = static_cast<int>(std::bit_width(value)) - 1 - kBits;
        return (static_cast<std::size_t>(shift) << kBits) + (value >> shift);
    }

    static Duration lower_bound(std::size_t index);

    std::uint64_t& cell(std::size_t index) {
        return index - first_ < counts_.size() ? counts_[index - first_] : new_cell(index);
    }

    std::uint64_t& new_cell(std::size_t index);

    std::vector<std::uint64_t> counts_; ///< of the buckets from first_ on
    std::size_t first_ = 0;
    std::uint64_t count_ = 0;
    std::uint64_t sum_low_ = 0; ///< 128-bit sum of nanoseconds
    std::uint64_t sum_high_ = 0;
    Duration min_ = Duration::max();
    Duration max_ = Duration::min();
};

} // namespace meshcast
