#include "sim/policy/network/network_index.h"

#include "sim/policy/network/compile.h"

#include <algorithm>
#include <set>
#include <tuple>

namespace meshcast {

namespace {

constexpr int kLargestPort = 65535;

auto order_of(const CompiledNetworkPolicy& policy) {
    return std::tie(policy.tier, policy.priority, policy.metadata->name_space, policy.metadata->name,
                    policy.kind, policy.origin.file, policy.origin.line);
}

template <class Policies>
void compile_all(const Policies& policies, const NetworkPods& pods,
                 std::vector<CompiledNetworkPolicy>& into) {
    for (const auto& policy : policies) {
        into.push_back(compile(policy, pods));
    }
}

} // namespace

NetworkIndex::NetworkIndex(const Security& security, const Topology& topology,
                           const NetworkSettings& settings)
    : pods_(topology, settings) {
    compile_all(security.admin_network_policies, pods_, policies_);
    compile_all(security.network_policies, pods_, policies_);
    if (settings.cilium) {
        compile_all(security.cilium_policies, pods_, policies_);
    }
    std::ranges::stable_sort(policies_, [](const CompiledNetworkPolicy& a, const CompiledNetworkPolicy& b) {
        return order_of(a) < order_of(b);
    });
    const std::size_t pods = pods_.all().size();
    selecting_.resize(2 * pods);
    for (std::size_t i = 0; i < policies_.size(); ++i) {
        for (const Direction direction : {Direction::Ingress, Direction::Egress}) {
            const CompiledNetworkPolicy::Side& side = policies_[i].side(direction);
            if (!side.isolates && side.rules.empty()) {
                continue;
            }
            for (std::size_t pod = 0; pod < pods; ++pod) {
                if (policies_[i].subjects.contains(pod)) {
                    selecting_[2 * pod + static_cast<std::size_t>(direction)].push_back(i);
                }
            }
        }
    }
}

std::vector<std::pair<int, int>> NetworkIndex::port_ranges() const {
    std::set<int> starts{1};
    std::set<std::string_view> names;
    const auto add = [&](int first, int last) {
        if (first > 0) {
            starts.insert(first);
            starts.insert(last + 1);
        }
    };
    for (const CompiledNetworkPolicy& policy : policies_) {
        for (const Direction direction : {Direction::Ingress, Direction::Egress}) {
            for (const NetworkRule& rule : policy.side(direction).rules) {
                for (const PolicyPort& port : rule.ports) {
                    add(port.first, port.last);
                    names.insert(port.name);
                }
            }
        }
    }
    for (const NetworkPod& pod : pods_.all()) {
        for (const ContainerPort& port : pod.ports) {
            if (!port.name.empty() && names.contains(port.name)) {
                add(port.number, port.number);
            }
        }
    }
    std::vector<std::pair<int, int>> ranges;
    for (auto start = starts.begin(); start != starts.end() && *start <= kLargestPort; ++start) {
        const auto next = std::next(start);
        ranges.emplace_back(*start, next == starts.end() ? kLargestPort : std::min(*next - 1, kLargestPort));
    }
    return ranges;
}

} // namespace meshcast
