#include "engine/random.h"

#include "engine/portable_math.h"

namespace meshcast {

namespace {

class Fnv1a {
  public:
    void add(std::uint64_t value) {
        for (int shift = 0; shift < 64; shift += 8) {
            add_byte(static_cast<std::uint8_t>(value >> shift));
        }
    }

    void add(std::string_view text) {
        add(std::uint64_t{text.size()});
        for (const char character : text) {
            add_byte(static_cast<std::uint8_t>(character));
        }
    }

    std::uint64_t value() const { return hash_; }

  private:
    void add_byte(std::uint8_t byte) { hash_ = (hash_ ^ byte) * 0x100000001b3U; }

    std::uint64_t hash_ = 0xcbf29ce484222325U;
};

std::uint64_t split_mix(std::uint64_t& state) {
    state += 0x9e3779b97f4a7c15U;
    std::uint64_t z = state;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9U;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
    return z ^ (z >> 31);
}

} // namespace

RandomStream::RandomStream(std::uint64_t seed, std::uint64_t replication, std::string_view component,
                           std::string_view purpose) {
    Fnv1a hash;
    hash.add(seed);
    hash.add(replication);
    hash.add(component);
    hash.add(purpose);
    *this = RandomStream(hash.value());
}

RandomStream::RandomStream(std::uint64_t key) {
    for (std::uint64_t& word : state_) {
        word = split_mix(key);
    }
}

/// Lemire, "Fast random integer generation in an interval", ACM TOMACS 29(1), 2019: the high half of a
/// 128-bit product, without the low halves that would favour some values.
std::uint64_t RandomStream::below(std::uint64_t n) {
    __extension__ using Product = unsigned __int128;
    if (n == 0) {
        return 0;
    }
    Product product = Product{next()} * n;
    if (static_cast<std::uint64_t>(product) < n) {
        const std::uint64_t surplus = (0 - n) % n; // 2^64 mod n
        while (static_cast<std::uint64_t>(product) < surplus) {
            product = Product{next()} * n;
        }
    }
    return static_cast<std::uint64_t>(product >> 64);
}

double RandomStream::standard_exponential() {
    return -portable_log(1 - uniform());
}

Duration RandomStream::exponential(Duration mean) {
    const double draw = standard_exponential();
    return mean > Duration::zero() ? from_nanoseconds(static_cast<double>(mean.count()) * draw)
                                   : Duration::zero();
}

double RandomStream::standard_normal() {
    // The middle of each of the 2^53 cells, so that neither 0 nor 1 (an infinite value) can occur.
    return normal_quantile((static_cast<double>(next() >> 11) + 0.5) * 0x1p-53);
}

} // namespace meshcast
