#pragma once

#include "sim/balance/balancer.h"
#include "sim/balance/hashing.h"

#include <memory>
#include <vector>

namespace meshcast {

/// A table that the hosts fill in turns, each along its own permutation of the entries (offset xxHash64 of
/// its address, skip xxHash64 of it with seed 1); a host of a third of the largest weight takes every third
/// turn. A request goes to entry hash mod size. Envoy's MAGLEV.
/// https://github.com/envoyproxy/envoy/blob/main/source/extensions/load_balancing_policies/maglev/maglev_lb.cc,
/// after Eisenbud et al., "Maglev: a fast and reliable software network load balancer", NSDI 2016, listing 1.
class MaglevTable {
  public:
    MaglevTable() = default;

    /// `size` must be prime.
    MaglevTable(const HashedHosts& hosts, std::uint64_t size);

    /// Candidate by entry.
    const std::vector<std::uint32_t>& entries() const { return entries_; }

    /// The candidate; the table must not be empty.
    std::uint32_t find(std::uint64_t hash) const { return entries_[hash % entries_.size()]; }

  private:
    std::vector<std::uint32_t> entries_;
};

/// Without a hash, a random one.
class Maglev final : public Balancer {
  public:
    explicit Maglev(const BalancerSettings& settings) : settings_(&settings) {}

    void assign(HostGroup group, Time now) override;
    std::size_t pick(std::span<const Candidate> candidates, const PickContext& context, RandomStream& random,
                     Time now) override;

  private:
    const BalancerSettings* settings_;
    std::shared_ptr<const MaglevTable> table_;
};

} // namespace meshcast
