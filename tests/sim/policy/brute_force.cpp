#include "tests/sim/policy/brute_force.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <tuple>

namespace meshcast::test {

namespace {

const Workload& pod_at(const Topology& topology, std::size_t i) {
    return i < topology.workloads.size() ? topology.workloads[i]
                                         : topology.unsimulated[i - topology.workloads.size()];
}

bool selected(const LabelSelector& selector, const Labels& labels) {
    for (const auto& [key, value] : selector.labels) {
        const auto found = labels.find(key);
        if (found == labels.end() || found->second != value) {
            return false;
        }
    }
    for (const LabelRequirement& wanted : selector.expressions) {
        const auto found = labels.find(wanted.key);
        const bool there = found != labels.end();
        const bool listed =
            there && std::count(wanted.values.begin(), wanted.values.end(), found->second) > 0;
        const bool holds = wanted.operation == "In"       ? listed
                           : wanted.operation == "NotIn"  ? !listed
                           : wanted.operation == "Exists" ? there
                                                          : !there;
        if (!holds) {
            return false;
        }
    }
    return true;
}

Labels namespace_labels(const Topology& topology, const std::string& name) {
    Labels labels;
    for (const Namespace& declared : topology.namespaces) {
        if (declared.metadata.name == name) {
            labels = declared.metadata.labels;
        }
    }
    labels["kubernetes.io/metadata.name"] = name;
    return labels;
}

std::uint32_t number_of(const Address& address) {
    std::uint32_t result = 0;
    for (std::size_t i = 0; i < 4; ++i) {
        result = result * 256 + address.bytes[i];
    }
    return result;
}

bool in_block(const AddressBlock& block, const Address& address) {
    const std::uint64_t size = std::uint64_t{1} << (32 - block.prefix);
    return number_of(address) / size == number_of(block.base) / size;
}

/// IPv4 alone. An end whose address nobody knows is in the block of all addresses.
bool in_range(const AddressBlock& block, const std::vector<AddressBlock>& excepted,
              const std::optional<Address>& address) {
    if (!address) {
        return block.prefix == 0 && excepted.empty();
    }
    bool result = in_block(block, *address);
    for (const AddressBlock& except : excepted) {
        result = result && !in_block(except, *address);
    }
    return result;
}

std::optional<Address> address_of(const Topology& topology, const Party& party) {
    if (!party.is_pod()) {
        return party.address;
    }
    const Workload& pod = pod_at(topology, party.pod);
    return pod.addresses.empty() ? std::nullopt : parse_address(pod.addresses.front());
}

struct Question {
    const Topology& topology;
    const Security& security;
    const NetworkConnection& connection;
    bool ingress;

    const Party& subject() const { return ingress ? connection.to : connection.from; }

    const Party& peer() const { return ingress ? connection.from : connection.to; }

    const Workload& subject_pod() const { return pod_at(topology, subject().pod); }

    /// Pods on their node's network are known by address only.
    bool peer_is(const LabelSelector& namespaces, const LabelSelector& pods) const {
        if (!peer().is_pod() || pod_at(topology, peer().pod).pod.host_network) {
            return false;
        }
        const Workload& pod = pod_at(topology, peer().pod);
        return selected(namespaces, namespace_labels(topology, pod.metadata.name_space)) &&
               selected(pods, pod.pod.labels);
    }

    bool peer_in(const AddressBlock& block, const std::vector<AddressBlock>& excepted) const {
        return in_range(block, excepted, address_of(topology, peer()));
    }

    bool port_fits(const PolicyPort& port) const {
        if (!connection.transport || *connection.transport != port.transport) {
            return false;
        }
        if (port.name.empty()) {
            return port.first == 0 || (connection.port >= port.first && connection.port <= port.last);
        }
        if (!connection.to.is_pod()) {
            return false;
        }
        for (const Container& container : pod_at(topology, connection.to.pod).pod.containers) {
            for (const ContainerPort& declared : container.ports) {
                if (declared.name == port.name && declared.transport == *port.transport &&
                    declared.number == connection.port) {
                    return true;
                }
            }
        }
        return false;
    }

    template <class Rule>
    bool ports_fit(const Rule& rule) const {
        bool result = rule.any_port;
        for (const PolicyPort& port : rule.ports) {
            result = result || port_fits(port);
        }
        return result;
    }

    bool fits(const NetworkPolicy::Rule& rule, const std::string& name_space) const {
        bool peer_fits = rule.any_peer;
        LabelSelector own;
        own.labels["kubernetes.io/metadata.name"] = name_space;
        for (const NetworkPolicy::Peer& peer : rule.peers) {
            peer_fits = peer_fits || (peer.addresses ? peer_in(peer.addresses->block, peer.addresses->except)
                                                     : peer_is(peer.namespaces.value_or(own), peer.pods));
        }
        return peer_fits && ports_fit(rule);
    }

    bool fits(const AdminNetworkPolicy::Rule& rule) const {
        bool peer_fits = false;
        for (const AdminNetworkPolicy::Peer& peer : rule.peers) {
            peer_fits = peer_fits || (peer.pods && peer_is(peer.pods->namespaces, peer.pods->pods));
            for (const AddressBlock& block : peer.networks) {
                peer_fits = peer_fits || peer_in(block, {});
            }
        }
        return peer_fits && ports_fit(rule);
    }

    /// The action of all matching rules' first; nullopt where none matches.
    std::optional<AdminNetworkPolicy::Action> admin(bool baseline) const {
        std::map<std::tuple<int, std::string, std::size_t>, AdminNetworkPolicy::Action> matching;
        for (const AdminNetworkPolicy& policy : security.admin_network_policies) {
            const Workload& pod = subject_pod();
            if (policy.baseline != baseline ||
                !selected(policy.subject.namespaces, namespace_labels(topology, pod.metadata.name_space)) ||
                !selected(policy.subject.pods, pod.pod.labels)) {
                continue;
            }
            const std::vector<AdminNetworkPolicy::Rule>& rules = ingress ? policy.ingress : policy.egress;
            for (std::size_t i = 0; i < rules.size(); ++i) {
                if (fits(rules[i])) {
                    matching[{policy.priority, policy.metadata.name, i}] = rules[i].action;
                }
            }
        }
        return matching.empty() ? std::nullopt : std::optional(matching.begin()->second);
    }

    bool allowed() const {
        using Action = AdminNetworkPolicy::Action;
        if (!subject().is_pod() || subject_pod().pod.host_network) {
            return true;
        }
        const std::optional<Action> first = admin(false);
        if (first && *first != Action::Pass) {
            return *first == Action::Allow;
        }
        bool isolated = false;
        for (const NetworkPolicy& policy : security.network_policies) {
            const NetworkPolicy::Side& side = ingress ? policy.ingress : policy.egress;
            if (!side.isolates || policy.metadata.name_space != subject_pod().metadata.name_space ||
                !selected(policy.pods, subject_pod().pod.labels)) {
                continue;
            }
            isolated = true;
            for (const NetworkPolicy::Rule& rule : side.rules) {
                if (fits(rule, policy.metadata.name_space)) {
                    return true;
                }
            }
        }
        return !isolated && admin(true) != Action::Deny;
    }
};

} // namespace

bool brute_force_allows(const Topology& topology, const Security& security,
                        const NetworkConnection& connection) {
    return Question{topology, security, connection, false}.allowed() &&
           Question{topology, security, connection, true}.allowed();
}

} // namespace meshcast::test
