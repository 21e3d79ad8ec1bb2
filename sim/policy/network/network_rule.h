#pragma once

#include "sim/model/cilium_policy.h"
#include "sim/policy/network/connection.h"
#include "sim/policy/network/http_rule.h"
#include "sim/policy/network/network_pods.h"

#include <string_view>
#include <vector>

namespace meshcast {

/// Rules of all systems in one form.

/// The other end that a rule means: any of these.
struct RulePeers {
    bool everyone = false;
    PodSet pods;
    bool addresses_cover_pods = false;
    std::vector<AddressRange> addresses;
    std::uint32_t entities = 0; // bit by Entity
    bool world_v4 = false;
    bool world_v6 = false;
    std::vector<LabelSelector> nodes;
    std::vector<std::string> domains; // patterns of CiliumPolicy::Domain

    bool contains(const NetworkPods& pods, const Party& party) const;
};

struct NetworkRule {
    enum class Action { Allow, Deny, Pass };

    Action action = Action::Allow;
    std::size_t peers = 0; // in CompiledNetworkPolicy::peers
    bool any_port = false;
    std::vector<PolicyPort> ports;
    std::vector<CiliumPolicy::Icmp> icmps;
    std::vector<HttpRule> http; // empty: all requests
    Origin origin;
};

/// How a rule's ports meet a connection to `destination`, nullptr for no pod.
bool covers_port(const NetworkRule& rule, const NetworkConnection& connection, const NetworkPod* destination);

/// Whether `name` fits a pattern of toFQDNs.
bool matches_domain(std::string_view pattern, std::string_view name);

enum class Direction : std::uint8_t { Ingress, Egress };

struct CompiledNetworkPolicy {
    enum class Tier : std::uint8_t { Admin, Namespace, Baseline };

    struct Side {
        bool isolates = false;
        std::vector<NetworkRule> rules;
    };

    std::string_view kind; // "NetworkPolicy"
    const Metadata* metadata = nullptr;
    Origin origin;
    Tier tier = Tier::Namespace;
    int priority = 0; // of Tier::Admin
    PodSet subjects;
    std::vector<RulePeers> peers;
    Side ingress;
    Side egress;

    const Side& side(Direction direction) const { return direction == Direction::Ingress ? ingress : egress; }

    Side& side(Direction direction) { return direction == Direction::Ingress ? ingress : egress; }
};

} // namespace meshcast
