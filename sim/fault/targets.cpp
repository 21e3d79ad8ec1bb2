#include "sim/fault/effect.h"

#include <algorithm>
#include <cmath>

namespace meshcast {

namespace {

std::span<Pod* const> all_pods_of(std::string_view workload, const FaultTargets& targets) {
    const Workload* found = targets.directory.workload(workload);
    return found == nullptr ? std::span<Pod* const>()
                            : targets.cluster.pods_of(targets.directory.index_of(*found));
}

} // namespace

std::vector<Pod*> pods_of(const PodsOf& which, const FaultTargets& targets) {
    const std::span<Pod* const> all = all_pods_of(which.workload, targets);
    const auto wanted =
        which.count > 0
            ? static_cast<std::size_t>(which.count)
            : static_cast<std::size_t>(std::ceil(which.share * static_cast<double>(all.size()) - 1e-9));
    const auto chosen = all.first(std::min(wanted, all.size()));
    return {chosen.begin(), chosen.end()};
}

SiteSet sites_of(const Place& place, const FaultTargets& targets) {
    SiteSet sites;
    if (!place.workload.empty()) {
        for (const Pod* pod : all_pods_of(place.workload, targets)) {
            sites.pods.push_back(pod->site().pod);
        }
        std::ranges::sort(sites.pods);
    } else if (!place.node.empty() || !place.zone.empty()) {
        for (const Machine* machine : machines_of(place, targets)) {
            sites.machines.push_back(machine);
        }
    } else {
        sites.outside = place.outside;
        sites.everything = !place.outside;
    }
    return sites;
}

std::vector<Machine*> machines_of(const Place& place, const FaultTargets& targets) {
    std::vector<Machine*> machines;
    for (Machine& machine : targets.cluster.machines()) {
        const bool hosts_it = std::ranges::any_of(all_pods_of(place.workload, targets), [&](const Pod* pod) {
            return pod->site().machine == &machine;
        });
        if ((place.workload.empty() || hosts_it) && (place.node.empty() || machine.name() == place.node) &&
            (place.zone.empty() || machine.locality().zone == place.zone)) {
            machines.push_back(&machine);
        }
    }
    return machines;
}

} // namespace meshcast
