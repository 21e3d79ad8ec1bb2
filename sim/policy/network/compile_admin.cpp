#include "sim/policy/network/compile.h"

namespace meshcast {

namespace {

NetworkRule::Action rule_action(AdminNetworkPolicy::Action action) {
    switch (action) {
    case AdminNetworkPolicy::Action::Allow:
        return NetworkRule::Action::Allow;
    case AdminNetworkPolicy::Action::Deny:
        return NetworkRule::Action::Deny;
    case AdminNetworkPolicy::Action::Pass:
        break;
    }
    return NetworkRule::Action::Pass;
}

/// "*.example.com" has any number of labels at its front.
std::string domain_pattern(const std::string& domain) {
    return domain.starts_with("*.") ? "*" + domain : domain;
}

RulePeers compile_admin_peers(const AdminNetworkPolicy::Rule& rule, const NetworkPods& pods) {
    RulePeers peers;
    peers.pods = pods.none();
    peers.addresses_cover_pods = pods.settings().addresses_cover_pods;
    for (const AdminNetworkPolicy::Peer& peer : rule.peers) {
        if (peer.pods) {
            peers.pods.insert(pods.in_namespaces(peer.pods->namespaces, peer.pods->pods));
        }
        if (peer.nodes) {
            peers.nodes.push_back(*peer.nodes);
        }
        for (const AddressBlock& block : peer.networks) {
            peers.addresses.push_back({block, {}});
        }
        for (const std::string& domain : peer.domains) {
            peers.domains.push_back(domain_pattern(domain));
        }
    }
    return peers;
}

} // namespace

CompiledNetworkPolicy compile(const AdminNetworkPolicy& policy, const NetworkPods& pods) {
    CompiledNetworkPolicy result;
    result.kind = policy.baseline ? "BaselineAdminNetworkPolicy" : "AdminNetworkPolicy";
    result.metadata = &policy.metadata;
    result.origin = policy.metadata.origin;
    result.tier =
        policy.baseline ? CompiledNetworkPolicy::Tier::Baseline : CompiledNetworkPolicy::Tier::Admin;
    result.priority = policy.priority;
    result.subjects = pods.in_namespaces(policy.subject.namespaces, policy.subject.pods);
    for (const Direction direction : {Direction::Ingress, Direction::Egress}) {
        for (const AdminNetworkPolicy::Rule& rule :
             direction == Direction::Ingress ? policy.ingress : policy.egress) {
            result.side(direction).rules.push_back({rule_action(rule.action),
                                                    result.peers.size(),
                                                    rule.any_port,
                                                    rule.ports,
                                                    {},
                                                    {},
                                                    rule.origin});
            result.peers.push_back(compile_admin_peers(rule, pods));
        }
    }
    return result;
}

} // namespace meshcast
