#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>

namespace meshcast {

/// Where earlier tries of a request went: Envoy's retry predicate previous_hosts. The latest kRemembered of
/// them; Envoy has no such bound.
/// https://www.envoyproxy.io/docs/envoy/latest/intro/arch_overview/http/http_connection_management#retry-plugin-configuration
class PreviousHosts {
  public:
    static constexpr std::uint32_t kRemembered = 8;

    /// How often another host is asked for before one that was tried is taken:
    /// host_selection_retry_max_attempts, which Istio sets to 5.
    static constexpr int kReselections = 5;

    void add(std::uint32_t host) { hosts_[count_++ % kRemembered] = host; }

    bool contains(std::uint32_t host) const {
        const auto known = std::span(hosts_).first(std::min(count_, kRemembered));
        return std::ranges::find(known, host) != known.end();
    }

  private:
    std::array<std::uint32_t, kRemembered> hosts_{};
    std::uint32_t count_ = 0;
};

} // namespace meshcast
