#pragma once

#include "engine/random.h"
#include "sim/balance/balancer.h"
#include "sim/model/destination_policy.h"
#include "sim/model/traffic.h"

#include <cstdint>
#include <vector>

namespace meshcast {

struct Client;

/// Whose request it is. Calls made on behalf of a request are the same user's: services hand the header or
/// cookie on. Users 1, 2, ... of two sources of traffic are the same ones.
using UserId = std::uint32_t;

/// A request that brings nothing to know its user by.
inline constexpr UserId kNobodyKnown = 0;

/// The users of one source of traffic: all alike, or user k in proportion to 1 / k^skew (Zipf).
class Sessions {
  public:
    explicit Sessions(const Traffic& traffic);

    /// Whose request it is that draws from `random_key`.
    UserId user_of(std::uint64_t random_key) const;

  private:
    UserId users_;
    std::vector<double> up_to_; // shares summed up, by user; empty: all alike
};

/// What Envoy hashes of a request that `client` sends for `user`; nothing where the request lacks what the
/// policy wants, and then the choice is random. Users outside the cluster have an address each.
/// https://www.envoyproxy.io/docs/envoy/latest/api-v3/config/route/v3/route_components.proto#config-route-v3-routeaction-hashpolicy
PickContext hash_of(ConsistentHash::Key key, const Client& client, UserId user);

} // namespace meshcast
