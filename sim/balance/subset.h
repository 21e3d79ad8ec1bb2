#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <vector>

namespace meshcast {

/// What happens to requests for a subset that has no host.
enum class SubsetFallback : std::uint8_t {
    None,    // they fail; Istio, whose subsets are services of their own
    Any,     // every host is eligible
    Default, // the hosts of a default subset are
};

using SubsetLabels = std::map<std::string, std::string, std::less<>>;

/// The hosts that have all of the `wanted` labels, else those that the fallback names. Asking for no label
/// means no subset: the fallback decides.
/// https://www.envoyproxy.io/docs/envoy/latest/intro/arch_overview/upstream/load_balancing/subsets
std::vector<std::uint32_t> select_subset(std::span<const SubsetLabels> hosts, const SubsetLabels& wanted,
                                         SubsetFallback fallback, const SubsetLabels& default_subset);

} // namespace meshcast
