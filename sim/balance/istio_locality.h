#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace meshcast {

struct LocalityName {
    std::string region;
    std::string zone;
    std::string subzone;

    /// "region/zone/subzone"; what is missing is empty.
    static LocalityName parse(std::string_view text);

    bool operator==(const LocalityName&) const = default;
};

using LabelMap = std::map<std::string, std::string, std::less<>>;

/// Istio's localityLbSetting. `distribute` excludes the others.
struct LocalityLbSetting {
    struct Share {
        std::string to; // "region/zone/subzone", "*" and missing parts match all
        std::uint32_t weight = 0;
    };

    struct Distribute {
        std::string from;
        std::vector<Share> to;
    };

    struct Failover {
        std::string from; // regions
        std::string to;
    };

    bool enabled = true;
    std::vector<Distribute> distribute;
    std::vector<Failover> failover;
    std::vector<std::string> failover_priority; // "label" or "label=value"
};

/// What Istio tells an Envoy about the endpoints of a service.
struct LocalityPlan {
    struct Endpoint {
        std::uint32_t priority = 0; // 0 ... without gaps
        std::uint32_t locality = 0; // a group of endpoints that share locality and priority
        bool left_out = false;      // `distribute` sends nothing there
    };

    std::vector<Endpoint> endpoints;             // by endpoint
    std::vector<std::uint32_t> locality_weights; // by locality, HostSetSettings::locality_weights
};

struct LocatedEndpoint {
    LocalityName locality;
    LabelMap labels;
    std::uint32_t weight = 1;
};

/// Whether `rule` ("us-west/*", "us-west/a/b", "*") covers the locality.
bool locality_matches(const LocalityName& locality, std::string_view rule);

/// `client` and `client_labels` are the caller's. Without outlier detection Istio fails nothing over, since
/// Envoy would never see a locality go down: then all endpoints stay in the first priority.
/// https://github.com/istio/istio/blob/master/pilot/pkg/networking/core/loadbalancer/loadbalancer.go
/// https://istio.io/latest/docs/reference/config/networking/destination-rule/#LocalityLoadBalancerSetting
LocalityPlan plan_localities(const LocalityLbSetting& setting, const LocalityName& client,
                             const LabelMap& client_labels, std::span<const LocatedEndpoint> endpoints,
                             bool outlier_detection);

} // namespace meshcast
