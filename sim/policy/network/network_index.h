#pragma once

#include "sim/model/security.h"
#include "sim/policy/network/network_rule.h"

#include <span>
#include <utility>
#include <vector>

namespace meshcast {

/// What there is to know before anybody connects: which policies select which pods. Made once of objects that
/// stay as they are.
class NetworkIndex {
  public:
    NetworkIndex(const Security& security, const Topology& topology, const NetworkSettings& settings);

    NetworkIndex(const Security& security, const Topology& topology)
        : NetworkIndex(security, topology, network_settings(security)) {}

    const NetworkPods& pods() const { return pods_; }

    /// In the order in which they count, which is not the order read: AdminNetworkPolicies by priority, then
    /// the namespaces', then the baseline; equals by name.
    const std::vector<CompiledNetworkPolicy>& policies() const { return policies_; }

    /// Those that say something of the pod in that direction, in order; indices into policies().
    std::span<const std::size_t> selecting(std::size_t pod, Direction direction) const {
        return selecting_[2 * pod + static_cast<std::size_t>(direction)];
    }

    /// Ports 1 to 65535 in ranges, last port included, within which all ports are treated alike.
    std::vector<std::pair<int, int>> port_ranges() const;

    /// No policy at all: everything is allowed.
    bool empty() const { return policies_.empty(); }

  private:
    NetworkPods pods_;
    std::vector<CompiledNetworkPolicy> policies_;
    std::vector<std::vector<std::size_t>> selecting_;
};

} // namespace meshcast
