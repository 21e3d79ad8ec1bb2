#include "sim/request/host_views.h"

#include "sim/request/parties.h"

#include <algorithm>

namespace meshcast {

namespace {

constexpr std::string_view kHostname = "kubernetes.io/hostname";

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
        labels[std::string(kHostname)] = site.machine->name();
    }
    return labels;
}

std::string value_of(const LabelMap& labels, std::string_view name) {
    const auto found = labels.find(name);
    return found == labels.end() ? std::string() : found->second;
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
    if (policy.hash || policy.distribution != TrafficDistribution::Any) {
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
    const LocalityName place = locality_of(site);
    const LabelMap labels = labels_at(site, pod);
    const std::string key = what_counts(place, labels);
    const auto known = views_.find(key);
    return known != views_.end() ? known->second : views_.emplace(key, make(place, labels)).first->second;
}

/// Equal for openers who see the same.
std::string HostViews::what_counts(const LocalityName& place, const LabelMap& labels) const {
    std::string key;
    if (policy_.locality || policy_.distribution != TrafficDistribution::Any) {
        key = place.region + "/" + place.zone + "/" + place.subzone;
    }
    if (policy_.distribution == TrafficDistribution::SameNode) {
        key += "/" + value_of(labels, kHostname);
    }
    if (policy_.locality) {
        for (const std::string& wanted : policy_.locality->failover_priority) {
            key += "/" + value_of(labels, std::string_view(wanted).substr(0, wanted.find('=')));
        }
    }
    return key;
}

HostView HostViews::make(const LocalityName& place, const LabelMap& labels) const {
    HostView view{.hosts = std::vector<Host>(endpoints_.size()), .settings = policy_.balancing};
    for (std::size_t i = 0; i < endpoints_.size(); ++i) {
        view.hosts[i].address = addresses_[i];
    }
    if (policy_.locality) {
        prioritise(place, labels, view);
    } else if (policy_.distribution != TrafficDistribution::Any) {
        keep_near(place, labels, view);
    }
    return view;
}

void HostViews::prioritise(const LocalityName& place, const LabelMap& labels, HostView& view) const {
    LocalityPlan plan = plan_localities(*policy_.locality, place, labels, endpoints_,
                                        policy_.outliers.has_value() || policy_.fails_over);
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
}

/// On the own node, else in the own zone, else all.
/// https://github.com/kubernetes/kubernetes/blob/master/pkg/proxy/topology.go
void HostViews::keep_near(const LocalityName& place, const LabelMap& labels, HostView& view) const {
    const auto only = [&](const auto& is_near) {
        if (std::ranges::none_of(endpoints_, is_near)) {
            return false;
        }
        for (std::size_t i = 0; i < endpoints_.size(); ++i) {
            view.hosts[i].health = is_near(endpoints_[i]) ? HostHealth::Healthy : HostHealth::Unhealthy;
        }
        return true;
    };
    view.settings.host_set.panic_threshold_percent = 0;
    const bool on_node =
        policy_.distribution == TrafficDistribution::SameNode && only([&](const LocatedEndpoint& endpoint) {
            return value_of(endpoint.labels, kHostname) == value_of(labels, kHostname);
        });
    if (!on_node) {
        only([&](const LocatedEndpoint& endpoint) {
            return endpoint.locality.region == place.region && endpoint.locality.zone == place.zone;
        });
    }
}

} // namespace meshcast
