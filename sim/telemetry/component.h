#pragma once

#include "engine/time.h"

#include <array>
#include <cstddef>
#include <string_view>

namespace meshcast {

/// Where a request's time goes. The components of one request add up to its latency exactly; for parallel
/// calls the branch that came last counts.
enum class Component {
    AppCpu,     // the application's own compute steps
    AppWait,    // its wait steps
    AppQueue,   // waiting for one of its workers or for a core
    Throttling, // stopped by a CPU limit until the next period
    ProxyCpu,   // a proxy's worker working on it
    ProxyQueue, // waiting for a proxy's worker, or for a core to run it on
    Redirect,   // getting into and out of proxies: redirection, sockets, wake-ups
    Network,    // links
    Handshake,  // TCP and TLS set-up: round trips, CPU, and the queues for it
    PoolWait,   // waiting for a connection
    Injected,   // delays that a route injects
    Retries,    // tries that came to nothing, and the pauses between them
};

inline constexpr std::size_t kComponents = 12;

std::string_view component_name(Component component); // "app CPU"

using Breakdown = std::array<Duration, kComponents>;

/// What one request has spent so far. Whoever lets time pass charges it.
class Ledger {
  public:
    void charge(Component component, Duration spent) {
        breakdown_[static_cast<std::size_t>(component)] += spent;
    }

    void charge(const Ledger& other) {
        for (std::size_t i = 0; i < kComponents; ++i) {
            breakdown_[i] += other.breakdown_[i];
        }
    }

    const Breakdown& breakdown() const { return breakdown_; }

    Duration total() const {
        Duration sum{};
        for (const Duration part : breakdown_) {
            sum += part;
        }
        return sum;
    }

  private:
    Breakdown breakdown_{};
};

} // namespace meshcast
