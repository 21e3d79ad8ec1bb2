#pragma once

#include "engine/time.h"

#include <array>
#include <bit>
#include <cstdint>
#include <string_view>

namespace meshcast {

/// Random numbers for one purpose of one component, e.g. ("shop/cart", "service time"). The stream depends on
/// nothing but its key, so adding a component never changes another one's samples, and two designs can be
/// compared on common random numbers. Only integer and IEEE-exact operations and our own logarithm: the same
/// on every platform.
///
/// Generator: xoshiro256++ 1.0 (Blackman and Vigna, "Scrambled linear pseudorandom number generators", ACM
/// TOMS 47(4), 2021). Its state is four outputs of splitmix64 started from the key's hash: FNV-1a over,
/// little endian, the 8 bytes of seed and of replication, then for component and purpose 8 bytes of length
/// and the bytes of the text.
class RandomStream {
  public:
    RandomStream(std::uint64_t seed, std::uint64_t replication, std::string_view component,
                 std::string_view purpose);

    /// A stream of its own for something met on the way, such as one request: keyed by a number that another
    /// stream drew.
    explicit RandomStream(std::uint64_t key);

    /// 64 random bits.
    std::uint64_t next() {
        const std::uint64_t result = std::rotl(state_[0] + state_[3], 23) + state_[0];
        const std::uint64_t shifted = state_[1] << 17;
        state_[2] ^= state_[0];
        state_[3] ^= state_[1];
        state_[1] ^= state_[2];
        state_[0] ^= state_[3];
        state_[2] ^= shifted;
        state_[3] = std::rotl(state_[3], 45);
        return result;
    }

    /// [0, 1), 53 bits.
    double uniform() { return static_cast<double>(next() >> 11) * 0x1p-53; }

    /// Unbiased in [0, n); 0 when n is 0.
    std::uint64_t below(std::uint64_t n);

    bool bernoulli(double probability) { return uniform() < probability; }

    /// Inversion, one draw. Zero when the mean is not positive.
    Duration exponential(Duration mean);

    /// Exponential of mean 1.
    double standard_exponential();

    /// Inversion, one draw.
    double standard_normal();

  private:
    std::array<std::uint64_t, 4> state_;
};

} // namespace meshcast
