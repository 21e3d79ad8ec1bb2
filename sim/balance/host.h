#pragma once

#include "engine/time.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

namespace meshcast {

/// What changes about a host with every request, kept apart from the rest: it is read at each pick.
struct Candidate {
    std::uint32_t active_requests = 0; // from this balancer's own proxy or client
};

enum class HostHealth : std::uint8_t {
    Healthy,
    Degraded,  // used only where too few healthy ones are left
    Unhealthy, // fails its checks, or was ejected
    Absent,    // not in the service now: counts for nothing
};

/// What seldom changes about a host.
struct Host {
    std::string_view address;   // what consistent hashing hashes, e.g. "10.0.0.7:8080"; must outlive the host
    std::uint32_t weight = 1;   // at least 1
    std::uint32_t priority = 0; // 0 comes first
    std::uint32_t locality = 0; // equal numbers, equal region, zone and subzone; small, from 0
    HostHealth health = HostHealth::Healthy;
    Time healthy_since = Time::min(); // slow start counts from here
};

/// The candidates that a policy chooses among: all of them, or a list.
class Members {
  public:
    Members() = default;

    /// 0 ... count - 1
    explicit Members(std::size_t count) : size_(static_cast<std::uint32_t>(count)) {}

    explicit Members(std::span<const std::uint32_t> list)
        : size_(static_cast<std::uint32_t>(list.size())),
          list_(std::make_unique<std::uint32_t[]>(list.size() + 1)) {
        for (std::size_t i = 0; i < list.size(); ++i) {
            list_[i] = list[i];
        }
    }

    std::size_t size() const { return size_; }

    std::size_t operator[](std::size_t i) const { return list_ == nullptr ? i : list_[i]; }

  private:
    std::uint32_t size_ = 0;
    std::unique_ptr<std::uint32_t[]> list_;
};

/// What a policy is given to choose from.
struct HostGroup {
    Members members;
    std::span<const Host> hosts; // by candidate; empty: all alike
    std::size_t candidates = 0;  // in all, members or not
    std::vector<double> shares;  // of the traffic by member, sum 1, for hashing; empty: by weight

    /// Of a candidate.
    const Host& host(std::size_t candidate) const {
        static constexpr Host kAlike{};
        return hosts.empty() ? kAlike : hosts[candidate];
    }
};

} // namespace meshcast
