#pragma once

#include "sim/cluster/machine.h"
#include "sim/model/network.h"
#include "sim/model/units.h"

#include <cstdint>

namespace meshcast {

/// Where something runs. Two sites with the same pod number share a network namespace. A node's own proxies
/// (no pod) are as near to its pods as a sidecar is: they listen inside the pods' network namespaces
/// (ztunnel) or sit in the kernel.
struct Site {
    static constexpr std::uint32_t kNoPod = UINT32_MAX;

    const Machine* machine = nullptr; // nullptr: outside the cluster
    std::uint32_t pod = kNoPod;
};

/// The network between sites: one-way latency of a message by how far apart they are.
class Links {
  public:
    explicit Links(const Network& network)
        : network_(network), nanoseconds_per_byte_(1e9 / network.bytes_per_second) {}

    /// Until a sleeping thread of a proxy runs, on these machines.
    Duration wake_up() const { return network_.wake_up; }

    /// Draws the time `size` takes from `a` to `b`.
    Duration one_way(const Site& a, const Site& b, Bytes size, std::uint64_t random_key) const;

  private:
    static bool share_a_stack(const Site& a, const Site& b);
    const Distribution& latency(const Site& a, const Site& b) const;

    const Network& network_;
    double nanoseconds_per_byte_;
};

} // namespace meshcast
