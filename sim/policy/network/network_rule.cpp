#include "sim/policy/network/network_rule.h"

#include "sim/policy/selection.h"

#include <algorithm>

namespace meshcast {

namespace {

bool holds(const AddressRange& range, const Address& address) {
    return range.block.contains(address) &&
           std::ranges::none_of(range.except,
                                [&](const AddressBlock& except) { return except.contains(address); });
}

bool any_holds(const std::vector<AddressRange>& ranges, const Address& address) {
    return std::ranges::any_of(ranges, [&](const AddressRange& range) { return holds(range, address); });
}

/// A pod whose address nobody knows is in the block of all addresses, and no other.
bool holds_everything(const AddressRange& range) {
    return range.block.prefix == 0 && range.except.empty();
}

bool has_pod(const RulePeers& peers, const NetworkPod& pod) {
    if (!peers.addresses_cover_pods && !pod.is_host) {
        return false;
    }
    return pod.addresses.empty() ? std::ranges::any_of(peers.addresses, holds_everything)
                                 : std::ranges::any_of(pod.addresses, [&](const Address& address) {
                                       return any_holds(peers.addresses, address);
                                   });
}

bool has_entity(std::uint32_t entities, Entity entity) {
    return (entities >> static_cast<unsigned>(entity) & 1U) != 0;
}

bool is_domain_character(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
}

bool has_outside(const RulePeers& peers, const Party& party) {
    if (has_entity(peers.entities, party.entity)) {
        return true;
    }
    if (party.address) {
        const bool world = party.entity == Entity::World;
        if ((world && (party.address->v6 ? peers.world_v6 : peers.world_v4)) ||
            any_holds(peers.addresses, *party.address)) {
            return true;
        }
    } else if (std::ranges::any_of(peers.addresses, holds_everything)) {
        return true;
    }
    if (party.node != nullptr && std::ranges::any_of(peers.nodes, [&](const LabelSelector& selector) {
            return matches(selector, *party.node);
        })) {
        return true;
    }
    return !party.domain.empty() && std::ranges::any_of(peers.domains, [&](const std::string& pattern) {
        return matches_domain(pattern, party.domain);
    });
}

} // namespace

bool RulePeers::contains(const NetworkPods& all, const Party& party) const {
    if (everyone) {
        return true;
    }
    if (!party.is_pod()) {
        return has_outside(*this, party);
    }
    const NetworkPod& pod = all.all()[party.pod];
    return pods.contains(party.pod) || (!addresses.empty() && has_pod(*this, pod)) ||
           (pod.is_host && has_entity(entities, Entity::RemoteNode));
}

bool covers_port(const NetworkRule& rule, const NetworkConnection& connection,
                 const NetworkPod* destination) {
    if (rule.any_port) {
        return true;
    }
    if (!connection.transport) {
        const bool v6 = connection.to.address && connection.to.address->v6;
        return std::ranges::any_of(rule.icmps, [&](const CiliumPolicy::Icmp& icmp) {
            return icmp.v6 == v6 && icmp.type == connection.port;
        });
    }
    const auto declares = [&](const std::string& name) {
        return destination != nullptr &&
               std::ranges::any_of(destination->ports, [&](const ContainerPort& port) {
                   return port.name == name && port.number == connection.port &&
                          port.transport == *connection.transport;
               });
    };
    return std::ranges::any_of(rule.ports, [&](const PolicyPort& port) {
        if (port.transport && *port.transport != *connection.transport) {
            return false;
        }
        return !port.name.empty()
                   ? declares(port.name)
                   : port.first == 0 || (port.first <= connection.port && connection.port <= port.last);
    });
}

/// "*" is part of a label, a pattern of only "*" every name, and a leading "**." any labels before the rest:
/// https://docs.cilium.io/en/stable/security/policy/language/#dns-based
bool matches_domain(std::string_view pattern, std::string_view name) {
    if (name.ends_with('.')) {
        name.remove_suffix(1);
    }
    if (pattern == "*") {
        return !name.empty();
    }
    if (pattern.starts_with("**.")) {
        for (std::size_t dot = name.find('.'); dot != name.npos; dot = name.find('.', dot + 1)) {
            if (dot > 0 && matches_domain(pattern.substr(3), name.substr(dot + 1))) {
                return true;
            }
        }
        return false;
    }
    // Greedy with one point to come back to, as in any glob.
    std::size_t p = 0;
    std::size_t n = 0;
    std::size_t star = pattern.npos;
    std::size_t taken = 0;
    while (n < name.size()) {
        if (p < pattern.size() && pattern[p] == '*') {
            star = p++;
            taken = n;
        } else if (p < pattern.size() && pattern[p] == name[n]) {
            ++p;
            ++n;
        } else if (star != pattern.npos && is_domain_character(name[taken])) {
            p = star + 1;
            n = ++taken;
        } else {
            return false;
        }
    }
    return pattern.find_first_not_of('*', p) == pattern.npos;
}

} // namespace meshcast
