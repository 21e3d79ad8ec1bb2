#include "engine/histogram.h"

#include <algorithm>
#include <cmath>

namespace meshcast {

namespace {

__extension__ using Wide = unsigned __int128;

Wide join(std::uint64_t high, std::uint64_t low) {
    return Wide{high} << 64 | low;
}

} // namespace

Duration LatencyHistogram::lower_bound(std::size_t index) {
    if (index < 2 * kPerOctave) {
        return Duration{static_cast<std::int64_t>(index)};
    }
    const std::size_t shift = (index >> kBits) - 1;
    const std::uint64_t bound = std::uint64_t{index - (shift << kBits)} << shift;
    return Duration{static_cast<std::int64_t>(std::min<std::uint64_t>(bound, INT64_MAX))};
}

/// Grows at either end by whole powers of two.
std::uint64_t& LatencyHistogram::new_cell(std::size_t index) {
    const std::size_t low = index & ~(kPerOctave - 1);
    if (counts_.empty()) {
        first_ = low;
    } else if (low < first_) {
        counts_.insert(counts_.begin(), first_ - low, 0);
        first_ = low;
    }
    if (index - first_ >= counts_.size()) {
        counts_.resize(low + kPerOctave - first_);
    }
    return counts_[index - first_];
}

void LatencyHistogram::record(Duration latency, std::uint64_t count) {
    if (count == 0) {
        return;
    }
    latency = std::max(latency, Duration::zero());
    const auto value = static_cast<std::uint64_t>(latency.count());
    cell(index_of(value)) += count;
    count_ += count;
    const Wide sum = join(sum_high_, sum_low_) + Wide{value} * count;
    sum_low_ = static_cast<std::uint64_t>(sum);
    sum_high_ = static_cast<std::uint64_t>(sum >> 64);
    min_ = std::min(min_, latency);
    max_ = std::max(max_, latency);
}

void LatencyHistogram::merge(const LatencyHistogram& other) {
    if (other.count_ == 0) {
        return;
    }
    cell(other.first_);
    cell(other.first_ + other.counts_.size() - 1);
    for (std::size_t i = 0; i < other.counts_.size(); ++i) {
        counts_[other.first_ + i - first_] += other.counts_[i];
    }
    count_ += other.count_;
    const Wide sum = join(sum_high_, sum_low_) + join(other.sum_high_, other.sum_low_);
    sum_low_ = static_cast<std::uint64_t>(sum);
    sum_high_ = static_cast<std::uint64_t>(sum >> 64);
    min_ = std::min(min_, other.min_);
    max_ = std::max(max_, other.max_);
}

Duration LatencyHistogram::mean() const {
    return count_ == 0
               ? Duration::zero()
               : Duration{static_cast<std::int64_t>((join(sum_high_, sum_low_) + count_ / 2) / count_)};
}

double LatencyHistogram::sum_seconds() const {
    return static_cast<double>(join(sum_high_, sum_low_)) / 1e9;
}

Duration LatencyHistogram::quantile(double q) const {
    if (count_ == 0 || !(q > 0)) {
        return min();
    }
    if (q >= 1) {
        return max();
    }
    const double exact_rank = std::ceil(q * static_cast<double>(count_));
    const auto rank = std::clamp<std::uint64_t>(static_cast<std::uint64_t>(exact_rank), 1, count_);
    std::uint64_t seen = 0;
    std::size_t i = 0;
    while (seen + counts_[i] < rank) {
        seen += counts_[i++];
    }
    const Duration lower = lower_bound(first_ + i);
    const Duration middle = lower + (lower_bound(first_ + i + 1) - lower) / 2;
    return std::clamp(middle, min_, max_);
}

std::uint64_t LatencyHistogram::count_at_most(Duration limit) const {
    if (count_ == 0 || limit < Duration::zero()) {
        return 0;
    }
    const std::size_t last = index_of(static_cast<std::uint64_t>(limit.count()));
    std::uint64_t seen = 0;
    for (std::size_t i = 0; i < counts_.size() && first_ + i <= last; ++i) {
        seen += counts_[i];
    }
    return seen;
}

bool operator==(const LatencyHistogram& left, const LatencyHistogram& right) {
    const bool same_totals = left.count_ == right.count_ && left.sum_low_ == right.sum_low_ &&
                             left.sum_high_ == right.sum_high_ && left.min_ == right.min_ &&
                             left.max_ == right.max_;
    if (!same_totals || left.count_ == 0) {
        return same_totals;
    }
    // Minimum and maximum are equal, hence so is the range of octaves in memory.
    return left.first_ == right.first_ && left.counts_ == right.counts_;
}

} // namespace meshcast
