#include "sim/policy/network/compile.h"

namespace meshcast {

namespace {

RulePeers compile_peers(const NetworkPolicy::Rule& rule, const std::string& name_space,
                        const NetworkPods& pods) {
    RulePeers peers;
    peers.everyone = rule.any_peer;
    peers.pods = pods.none();
    peers.addresses_cover_pods = pods.settings().addresses_cover_pods;
    for (const NetworkPolicy::Peer& peer : rule.peers) {
        if (peer.addresses) {
            peers.addresses.push_back(*peer.addresses);
        } else {
            peers.pods.insert(peer.namespaces ? pods.in_namespaces(*peer.namespaces, peer.pods)
                                              : pods.in_namespace(name_space, peer.pods));
        }
    }
    return peers;
}

} // namespace

CompiledNetworkPolicy compile(const NetworkPolicy& policy, const NetworkPods& pods) {
    CompiledNetworkPolicy result;
    result.kind = "NetworkPolicy";
    result.metadata = &policy.metadata;
    result.origin = policy.metadata.origin;
    result.subjects = pods.in_namespace(policy.metadata.name_space, policy.pods);
    for (const Direction direction : {Direction::Ingress, Direction::Egress}) {
        const NetworkPolicy::Side& from = direction == Direction::Ingress ? policy.ingress : policy.egress;
        CompiledNetworkPolicy::Side& into = result.side(direction);
        into.isolates = from.isolates;
        for (const NetworkPolicy::Rule& rule : from.rules) {
            into.rules.push_back({NetworkRule::Action::Allow,
                                  result.peers.size(),
                                  rule.any_port,
                                  rule.ports,
                                  {},
                                  {},
                                  rule.origin});
            result.peers.push_back(compile_peers(rule, policy.metadata.name_space, pods));
        }
    }
    return result;
}

} // namespace meshcast
