#include "sim/balance/subset.h"

#include <algorithm>

namespace meshcast {

namespace {

std::vector<std::uint32_t> hosts_with(std::span<const SubsetLabels> hosts, const SubsetLabels& wanted) {
    std::vector<std::uint32_t> found;
    for (std::uint32_t i = 0; i < hosts.size(); ++i) {
        const bool all = std::ranges::all_of(wanted, [&](const auto& label) {
            const auto own = hosts[i].find(label.first);
            return own != hosts[i].end() && own->second == label.second;
        });
        if (all) {
            found.push_back(i);
        }
    }
    return found;
}

} // namespace

std::vector<std::uint32_t> select_subset(std::span<const SubsetLabels> hosts, const SubsetLabels& wanted,
                                         SubsetFallback fallback, const SubsetLabels& default_subset) {
    if (!wanted.empty()) {
        std::vector<std::uint32_t> found = hosts_with(hosts, wanted);
        if (!found.empty()) {
            return found;
        }
    }
    switch (fallback) {
    case SubsetFallback::Any:
        return hosts_with(hosts, {});
    case SubsetFallback::Default:
        return hosts_with(hosts, default_subset);
    case SubsetFallback::None:
        break;
    }
    return {};
}

} // namespace meshcast
