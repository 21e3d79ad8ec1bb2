#pragma once

#include "sim/balance/host.h"
#include "sim/balance/istio_locality.h"
#include "sim/balance/settings.h"
#include "sim/cluster/links.h"
#include "sim/proxy/cluster_policy.h"

#include <deque>
#include <map>
#include <span>
#include <string>
#include <vector>

namespace meshcast {

struct Pod;

/// Endpoints as those see them who are at one place.
struct HostView {
    std::vector<Host> hosts; // by endpoint
    BalancerSettings settings;
};

/// The endpoints of one destination where they differ in anything: in the addresses that consistent hashing
/// hashes, in how near they are. Openers of the same place share what they see.
class HostViews {
  public:
    /// Whether endpoints that a policy tells apart differ.
    static bool needed(const ClusterPolicy& policy, std::span<Pod* const> endpoints);

    /// The policy must outlive it.
    HostViews(const ClusterPolicy& policy, std::span<Pod* const> endpoints);

    /// `pod`: whose labels count for `failoverPriority`; nullptr: a proxy that is in no application's pod.
    const HostView& from(const Site& site, const Pod* pod);

  private:
    std::string what_counts(const LocalityName& place, const LabelMap& labels) const;
    HostView make(const LocalityName& place, const LabelMap& labels) const;
    void prioritise(const LocalityName& place, const LabelMap& labels, HostView& view) const;
    void keep_near(const LocalityName& place, const LabelMap& labels, HostView& view) const;

    const ClusterPolicy& policy_;
    std::deque<std::string> addresses_;
    std::vector<LocatedEndpoint> endpoints_;
    std::map<std::string, HostView> views_; // by the place, and the labels that count
};

} // namespace meshcast
