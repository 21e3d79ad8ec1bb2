#pragma once

#include "sim/balance/host.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace meshcast {

/// xxHash64, with which Envoy hashes hosts as well as headers, cookies and addresses.
std::uint64_t hash_text(std::string_view text, std::uint64_t seed = 0);

/// Of several hash policies of one route, `next` after what the ones before it gave.
std::uint64_t combine_hashes(std::uint64_t before, std::uint64_t next);

/// A member of a group as the hashing policies see it.
struct HashedHost {
    std::string_view key;
    std::uint32_t candidate;
    double share; // of the traffic; they add up to 1
};

/// Hosts of no share are left out. A host without an address is known by its number.
class HashedHosts {
  public:
    explicit HashedHosts(const HostGroup& group);

    const std::vector<HashedHost>& all() const { return hosts_; }

    /// Equal for equal hosts in equal order.
    std::string identity() const;

    double smallest_share() const;
    double largest_share() const;

  private:
    std::vector<HashedHost> hosts_;
    std::vector<std::string> made_up_; // the keys of hosts without an address
};

} // namespace meshcast
