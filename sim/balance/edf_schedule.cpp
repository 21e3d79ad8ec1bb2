#include "sim/balance/edf_schedule.h"

#include <algorithm>
#include <numeric>
#include <utility>

namespace meshcast {

/// Entry i, of weight w_i of a sum W, has had at least floor(picks x w_i / W) of the picks; those are
/// skipped, the few left over are made.
EdfSchedule::EdfSchedule(std::span<const double> weights, std::uint32_t picks) : next_order_(weights.size()) {
    // Keeps weights from being exact multiples of each other, which rounding would then order at will.
    constexpr double kEpsilon = 1e-13;
    const double sum = std::accumulate(weights.begin(), weights.end(), 0.0, [](double total, double weight) {
        return total + (weight + kEpsilon);
    });
    std::uint32_t made = 0;
    heap_.reserve(weights.size());
    for (std::size_t i = 0; i < weights.size(); ++i) {
        const double weight = weights[i] + kEpsilon;
        auto skipped = static_cast<std::uint32_t>(weight * picks / sum);
        if (skipped > 0 && skipped / weight >= picks / sum) {
            --skipped; // the product was rounded up
        }
        heap_.push_back({(skipped + 1) / weight, i, static_cast<std::uint32_t>(i)});
        now_ = std::max(now_, skipped / weight);
        made += skipped;
    }
    std::ranges::make_heap(heap_, [](const Entry& a, const Entry& b) { return b.before(a); });
    for (; made < picks && !heap_.empty(); ++made) {
        pick([&](std::uint32_t entry) { return weights[entry]; });
    }
}

void EdfSchedule::sift_down() {
    const std::size_t size = heap_.size();
    const Entry moved = heap_.front();
    std::size_t hole = 0;
    for (std::size_t child = 1; child < size; child = 2 * hole + 1) {
        if (child + 1 < size && heap_[child + 1].before(heap_[child])) {
            ++child;
        }
        if (!heap_[child].before(moved)) {
            break;
        }
        heap_[hole] = heap_[child];
        hole = child;
    }
    heap_[hole] = moved;
}

} // namespace meshcast
