#pragma once

#include "engine/random.h"
#include "sim/balance/host.h"
#include "sim/balance/settings.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string_view>

namespace meshcast {

/// What a request brings to the choice of its host.
struct PickContext {
    std::optional<std::uint64_t> hash =
        std::nullopt; // of the header, cookie or address that should stick to a host
};

/// Chooses a host of one group for a request or a connection. One instance serves one client or proxy for one
/// group, and sees only what that client sees. Randomness and time are handed in; a policy keeps no clock of
/// its own. HostSets puts the choice of the group before it.
class Balancer {
  public:
    /// In place of a host: none is eligible (Envoy answers 503 UH). Of a group that has a member only
    /// HostSets says so.
    static constexpr std::size_t kNobody = SIZE_MAX;

    virtual ~Balancer() = default;

    /// From now on among these; what was learnt about a candidate stays. Needed before the first pick.
    virtual void assign(HostGroup group, Time now) = 0;

    /// Index into `candidates` of a member of the group, which must have one.
    virtual std::size_t pick(std::span<const Candidate> candidates, const PickContext& context,
                             RandomStream& random, Time now) = 0;

    /// A request to `candidate` ended after `latency`. Policies that do not learn ignore it.
    virtual void finished([[maybe_unused]] std::size_t candidate, [[maybe_unused]] Duration latency,
                          [[maybe_unused]] bool success, [[maybe_unused]] Time now) {}
};

/// Into which groups the hosts are sorted before a policy sees them.
enum class BalancerScope : std::uint8_t {
    Localities, // Envoy: a group for each priority, health and, where that is set up, locality
    Priorities, // Envoy's hashing policies: a group for each priority; localities are folded into the weights
    Ready,      // kube-proxy, Linkerd, gRPC: all that are not unhealthy
};

struct BalancerKind {
    std::string_view name;  // as data-plane profiles and scenarios write it
    std::string_view istio; // as a DestinationRule spells it; empty: it cannot
    std::string_view description;
    BalancerScope scope;
    bool weighted; // picks in proportion to Host::weight
    std::unique_ptr<Balancer> (*make)(const BalancerSettings& settings); // the settings must outlive it
};

/// Every policy there is, by name.
std::span<const BalancerKind> balancer_kinds();

/// nullptr when there is no such policy.
const BalancerKind* find_balancer(std::string_view name);

/// As a DestinationRule spells it (`simple`: LEAST_REQUEST, LEAST_CONN, ROUND_ROBIN, RANDOM, PASSTHROUGH,
/// UNSPECIFIED; `consistentHash`: ringHash, maglev); nullptr when there is no such policy.
const BalancerKind* find_istio_balancer(std::string_view name);

} // namespace meshcast
