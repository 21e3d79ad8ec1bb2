#include "sim/request/host_views.h"

#include "sim/request/parties.h"

#include <algorithm>

namespace meshcast {

namespace {

LocalityName locality_of(const Site& site) {
    return site.machine == nullptr ? LocalityName{} : site.machine->locality();
}

/// A pod's own labels and those that Istio adds after its node.
/// https://istio.io/latest/docs/reference/config/networking/destination-rule/#LocalityLoadBalancerSetting
LabelMap labels_at(const Site& site, const Pod* pod) {
    LabelMap labels = pod == nullptr ? LabelMap{} : *pod->labels;
    if (site.machine != nullptr) {
        const LocalityName& place = site.machine->locality();
        labels["topology.kubernetes.io/region"] = place.region;
        labels["topology.kubernetes.io/zone"] = place.zone;
        labels["topology.istio.io/subzone"] = place.subzone;
        labels["kubernetes.io/hostname"] = site.machine->name();
    }
    return labels;
}

/// Made up, in the range that most clusters give to pods.
std::string address_of(const Pod& pod) {
    std::string address = "10.";
    address += std::to_string(pod.id >> 16 & 0xff) + ".";
    address += std::to_string(pod.id >> 8 & 0xff) + ".";
    address += std::to_string(pod.id & 0xff);
    return address + ":8080";
}

} // namespace

bool HostViews::needed(const ClusterPolicy& policy, std::span<Pod* const> endpoints) {
    if (policy.hash) {
        return true;
    }
    if (!policy.locality) {
        return false;
    }
    const bool all_at_one_place = std::ranges::all_of(endpoints, [&](const Pod* endpoint) {
        return locality_of(endpoint->site()) == locality_of(endpoints.front()->site());
    });
    return !all_at_one_place || !policy.locality->distribute.empty() ||
           !policy.locality->failover_priority.empty();
}

HostViews::HostViews(const ClusterPolicy& policy, std::span<Pod* const> endpoints) : policy_(policy) {
    for (const Pod* endpoint : endpoints) {
        addresses_.push_back(address_of(*endpoint));
        endpoints_.push_back(
            {.locality = locality_of(endpoint->site()), .labels = labels_at(endpoint->site(), endpoint)});
    }
}

const HostView& HostViews::from(const Site& site, const Pod* pod) {
    if (!policy_.locality) {
        return views_.try_emplace({}, make({}, {})).first->second;
    }
    const LocalityName place = locality_of(site);
    const LabelMap labels = labels_at(site, pod);
    std::string key = place.region + "/" + place.zone + "/" + place.subzone;
    for (const std::string& wanted : policy_.locality->failover_priority) {
        const auto found = labels.find(wanted.substr(0, wanted.find('=')));
        key += "/" + (found == labels.end() ? std::string() : found->second);
    }
    const auto known = views_.find(key);
    return known != views_.end() ? known->second : views_.emplace(key, make(place, labels)).first->second;
}

HostView HostViews::make(const LocalityName& place, const LabelMap& labels) const {
    HostView view{.hosts = std::vector<Host>(endpoints_.size()), .settings = policy_.balancing};
    for (std::size_t i = 0; i < endpoints_.size(); ++i) {
        view.hosts[i].address = addresses_[i];
    }
    if (!policy_.locality) {
        return view;
    }
    LocalityPlan plan =
        plan_localities(*policy_.locality, place, labels, endpoints_, policy_.outliers.has_value());
    for (std::size_t i = 0; i < endpoints_.size(); ++i) {
        const LocalityPlan::Endpoint& planned = plan.endpoints[i];
        view.hosts[i].priority = planned.priority;
        view.hosts[i].locality = planned.locality;
        if (planned.left_out) {
            plan.locality_weights[planned.locality] = 0;
        }
    }
    view.settings.host_set.locality_mode = LocalityMode::Weighted;
    view.settings.host_set.locality_weights = std::move(plan.locality_weights);
    return view;
}

} // namespace meshcast
