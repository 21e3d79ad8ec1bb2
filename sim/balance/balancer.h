#pragma once

#include "engine/random.h"
#include "engine/time.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

namespace meshcast {

/// What a balancer sees of one endpoint.
struct Candidate {
    std::uint32_t active_requests = 0; // from this balancer's own proxy or client
};

/// Chooses an endpoint for a request or a connection. One instance serves one client or proxy for one
/// service, and sees only what that client sees. Randomness and time are handed in; a policy keeps no clock
/// of its own.
class Balancer {
  public:
    virtual ~Balancer() = default;

    /// Index into `candidates`, which is never empty and keeps its order from call to call.
    virtual std::size_t pick(std::span<const Candidate> candidates, RandomStream& random, Time now) = 0;

    /// A request to `candidate` ended after `latency`. Policies that do not learn ignore it.
    virtual void finished([[maybe_unused]] std::size_t candidate, [[maybe_unused]] Duration latency,
                          [[maybe_unused]] bool success, [[maybe_unused]] Time now) {}
};

struct BalancerKind {
    std::string_view name; // as data-plane profiles and scenarios write it
    std::string_view description;
    std::unique_ptr<Balancer> (*make)(std::size_t candidates);
};

/// Every policy there is, by name.
std::span<const BalancerKind> balancer_kinds();

/// nullptr when there is no such policy.
const BalancerKind* find_balancer(std::string_view name);

} // namespace meshcast
