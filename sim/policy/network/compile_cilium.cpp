#include "sim/policy/network/compile.h"
#include "sim/policy/selection.h"

#include <algorithm>
#include <array>
#include <utility>

namespace meshcast {

namespace {

constexpr std::string_view kNamespaceLabel = "io.kubernetes.pod.namespace";
constexpr std::string_view kNamespaceLabels = "io.cilium.k8s.namespace.labels.";
constexpr std::string_view kReserved = "reserved:";

constexpr std::array<std::pair<std::string_view, Entity>, 8> kEntities{
    {{"world", Entity::World},
     {"host", Entity::Host},
     {"remote-node", Entity::RemoteNode},
     {"kube-apiserver", Entity::KubeApiserver},
     {"ingress", Entity::Ingress},
     {"health", Entity::Health},
     {"init", Entity::Init},
     {"unmanaged", Entity::Unmanaged}}};

constexpr std::uint32_t bit(Entity entity) {
    return std::uint32_t{1} << static_cast<unsigned>(entity);
}

/// `cluster` is all but the world and an API server outside.
constexpr std::uint32_t kInCluster = bit(Entity::Host) | bit(Entity::RemoteNode) | bit(Entity::Ingress) |
                                     bit(Entity::Health) | bit(Entity::Init) | bit(Entity::Unmanaged);

bool has_key(const LabelSelector& selector, std::string_view prefix, bool whole) {
    const auto fits = [&](std::string_view key) { return whole ? key == prefix : key.starts_with(prefix); };
    return std::ranges::any_of(selector.labels, [&](const auto& label) { return fits(label.first); }) ||
           std::ranges::any_of(selector.expressions,
                               [&](const LabelRequirement& requirement) { return fits(requirement.key); });
}

std::uint32_t entities_of(const LabelSelector& selector) {
    std::uint32_t result = 0;
    for (const auto& [name, entity] : kEntities) {
        if (matches(selector, Labels{{std::string(kReserved) + std::string(name), ""}})) {
            result |= bit(entity);
        }
    }
    return result;
}

/// A selector that names no namespace means the policy's own; that of a clusterwide policy, pods of any.
/// Reserved labels are never pods'. (getEndpointSelector in
/// https://github.com/cilium/cilium/blob/main/pkg/k8s/apis/cilium.io/utils/utils.go)
void add_endpoints(const CiliumPolicy& policy, const LabelSelector& selector, const NetworkPods& pods,
                   RulePeers& peers) {
    if (has_key(selector, kReserved, false)) {
        peers.entities |= entities_of(selector);
        peers.pods.insert(pods.anywhere(selector));
    } else if (policy.clusterwide || has_key(selector, kNamespaceLabel, true) ||
               has_key(selector, kNamespaceLabels, false)) {
        peers.pods.insert(pods.anywhere(selector));
    } else {
        peers.pods.insert(pods.in_namespace(policy.metadata.name_space, selector));
    }
}

void add_entity(std::string_view name, const NetworkPods& pods, RulePeers& peers) {
    if (name == "all") {
        peers.everyone = true;
    } else if (name == "cluster") {
        peers.entities |= kInCluster;
        peers.pods.insert(pods.anywhere({}));
    } else if (name == "world-ipv4") {
        peers.world_v4 = true;
    } else if (name == "world-ipv6") {
        peers.world_v6 = true;
    } else {
        const auto* found = std::ranges::find(kEntities, name, &std::pair<std::string_view, Entity>::first);
        peers.entities |= found == kEntities.end() ? 0 : bit(found->second);
    }
}

void add_service(const CiliumPolicy::ServiceName& name, const NetworkPods& pods, RulePeers& peers) {
    for (const Service& service : pods.topology().services) {
        if (service.metadata.name == name.name && service.metadata.name_space == name.name_space &&
            !service.selector.empty()) {
            peers.pods.insert(pods.in_namespace(name.name_space, {service.selector, {}}));
        }
    }
}

RulePeers compile_cilium_peers(const CiliumPolicy& policy, const CiliumPolicy::Rule& rule,
                               const NetworkPods& pods) {
    RulePeers peers;
    peers.pods = pods.none();
    // No peers and no ports either: nobody. With ports alone: everybody, but on these ports only.
    peers.everyone = rule.any_peer && !rule.any_port;
    for (const LabelSelector& selector : rule.endpoints) {
        add_endpoints(policy, selector, pods, peers);
    }
    for (const std::string& entity : rule.entities) {
        add_entity(entity, pods, peers);
    }
    for (const CiliumPolicy::ServiceName& service : rule.services) {
        add_service(service, pods, peers);
    }
    for (const CiliumPolicy::Domain& domain : rule.domains) {
        peers.domains.push_back(domain.pattern);
    }
    peers.addresses = rule.addresses;
    peers.nodes = rule.nodes;
    return peers;
}

void add_rules(const CiliumPolicy& policy, const std::vector<CiliumPolicy::Rule>& rules,
               NetworkRule::Action action, const NetworkPods& pods, CompiledNetworkPolicy& into,
               Direction direction) {
    for (const CiliumPolicy::Rule& rule : rules) {
        NetworkRule compiled;
        compiled.action = action;
        compiled.peers = into.peers.size();
        compiled.any_port = rule.any_port;
        compiled.icmps = rule.icmps;
        compiled.origin = rule.origin;
        into.peers.push_back(compile_cilium_peers(policy, rule, pods));
        std::vector<NetworkRule>& out = into.side(direction).rules;
        if (rule.ports.empty()) {
            out.push_back(std::move(compiled));
            continue;
        }
        for (const CiliumPolicy::PortRule& ports : rule.ports) {
            NetworkRule& on_ports = out.emplace_back(compiled);
            on_ports.ports = ports.ports;
            if (action != NetworkRule::Action::Deny) { // a deny knows no requests
                for (const CiliumHttpRule& http : ports.http) {
                    on_ports.http.emplace_back(http);
                }
            }
        }
    }
}

} // namespace

CompiledNetworkPolicy compile(const CiliumPolicy& policy, const NetworkPods& pods) {
    CompiledNetworkPolicy result;
    result.kind = policy.clusterwide ? "CiliumClusterwideNetworkPolicy" : "CiliumNetworkPolicy";
    result.metadata = &policy.metadata;
    result.origin = policy.origin;
    if (!policy.endpoints) {
        result.subjects = pods.none();
    } else if (policy.clusterwide) {
        result.subjects = pods.anywhere(*policy.endpoints);
    } else {
        result.subjects = pods.in_namespace(policy.metadata.name_space, *policy.endpoints);
    }
    for (const Direction direction : {Direction::Ingress, Direction::Egress}) {
        const CiliumPolicy::Side& from = direction == Direction::Ingress ? policy.ingress : policy.egress;
        result.side(direction).isolates = from.isolates;
        add_rules(policy, from.deny, NetworkRule::Action::Deny, pods, result, direction);
        add_rules(policy, from.allow, NetworkRule::Action::Allow, pods, result, direction);
    }
    return result;
}

} // namespace meshcast
