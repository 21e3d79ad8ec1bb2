#include "sim/request/parties.h"

namespace meshcast {

std::unique_ptr<UpstreamCluster> Destination::first_seen(const Site& site, const Client& client) const {
    if (!policy) {
        return std::make_unique<UpstreamCluster>(*balancer, endpoints.size());
    }
    if (views == nullptr) {
        return std::make_unique<UpstreamCluster>(*balancer, endpoints.size(), *policy,
                                                 std::span<const Host>(), policy->balancing);
    }
    const bool beside_client = client.pod != nullptr && site.pod == client.site.pod;
    const HostView& view = views->from(site, beside_client ? client.pod : nullptr);
    return std::make_unique<UpstreamCluster>(*balancer, endpoints.size(), *policy, view.hosts, view.settings);
}

} // namespace meshcast
