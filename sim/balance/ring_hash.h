#pragma once

#include "sim/balance/balancer.h"
#include "sim/balance/hashing.h"

#include <memory>
#include <vector>

namespace meshcast {

/// Each host at many places of a ring of 64-bit hashes, xxHash64 of "<address>_<i>"; a request goes to the
/// first place at or after its own hash. The ring is as small as gives the host of least weight a whole
/// number of places and has min_ring_size in all. Envoy's RING_HASH (ketama).
/// https://github.com/envoyproxy/envoy/blob/main/source/extensions/load_balancing_policies/ring_hash/ring_hash_lb.cc
class HashRing {
  public:
    struct Place {
        std::uint64_t hash;
        std::uint32_t candidate;
    };

    HashRing() = default;
    HashRing(const HashedHosts& hosts, std::uint64_t min_size, std::uint64_t max_size);

    const std::vector<Place>& places() const { return places_; }

    /// The candidate; the ring must not be empty.
    std::uint32_t find(std::uint64_t hash) const;

  private:
    std::vector<Place> places_; // by hash
};

/// Without a hash, a random one.
class RingHash final : public Balancer {
  public:
    explicit RingHash(const BalancerSettings& settings) : settings_(&settings) {}

    void assign(HostGroup group, Time now) override;
    std::size_t pick(std::span<const Candidate> candidates, const PickContext& context, RandomStream& random,
                     Time now) override;

  private:
    const BalancerSettings* settings_;
    std::shared_ptr<const HashRing> ring_;
};

} // namespace meshcast
