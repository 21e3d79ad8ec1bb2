#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace meshcast {

/// Some of a fixed number of pods, by index.
class PodSet {
  public:
    PodSet() = default;

    explicit PodSet(std::size_t pods) : words_((pods + kBits - 1) / kBits) {}

    void insert(std::size_t pod) { words_[pod / kBits] |= std::uint64_t{1} << (pod % kBits); }

    /// False for all of a set that was never given a size.
    bool contains(std::size_t pod) const {
        return pod / kBits < words_.size() && (words_[pod / kBits] >> (pod % kBits) & 1) != 0;
    }

    /// `other` is of as many pods.
    void insert(const PodSet& other) {
        for (std::size_t i = 0; i < other.words_.size(); ++i) {
            words_[i] |= other.words_[i];
        }
    }

  private:
    static constexpr std::size_t kBits = 64;

    std::vector<std::uint64_t> words_;
};

} // namespace meshcast
