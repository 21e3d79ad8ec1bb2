#include "tests/sim/policy/random_network.h"

#include <fmt/format.h>

#include <array>

namespace meshcast::test {

namespace {

constexpr int kPodsPerNamespace = 4;
constexpr std::array<int, 4> kPorts{53, 80, 81, 8080};
constexpr std::array<const char*, 3> kNamespaces{"a", "b", "c"};

} // namespace

std::string RandomNetwork::name_space() {
    return kNamespaces[static_cast<std::size_t>(below(3))];
}

Metadata RandomNetwork::metadata(std::string name_space) {
    Metadata result;
    result.name = fmt::format("o{}", ++objects_);
    result.name_space = std::move(name_space);
    result.origin = {"m.yaml", objects_, 1};
    return result;
}

Labels RandomNetwork::pod_labels() {
    Labels labels;
    labels["app"] = fmt::format("x{}", below(3));
    if (once_in(2)) {
        labels["tier"] = fmt::format("t{}", below(2));
    }
    return labels;
}

Workload RandomNetwork::pod(const std::string& name_space, int number) {
    Workload result;
    result.metadata = metadata(name_space);
    result.kind = WorkloadKind::Pod;
    result.pod.labels = pod_labels();
    result.pod.host_network = once_in(12);
    result.pod.containers.emplace_back();
    std::vector<ContainerPort>& ports = result.pod.containers.back().ports;
    if (once_in(2)) {
        ports.push_back({"http", once_in(2) ? 80 : 8080, Transport::Tcp});
    }
    if (once_in(2)) {
        ports.push_back({"dns", 53, Transport::Udp});
    }
    if (!once_in(6)) {
        result.addresses.push_back(fmt::format("10.0.{}.{}", name_space.front() - 'a', number));
    }
    return result;
}

Topology RandomNetwork::topology() {
    Topology result;
    for (const char* name : {"a", "b"}) { // c is met only in its pods
        Namespace declared;
        declared.metadata = metadata("");
        declared.metadata.name = name;
        if (once_in(2)) {
            declared.metadata.labels["team"] = once_in(2) ? "red" : "blue";
        }
        result.namespaces.push_back(std::move(declared));
    }
    for (const std::string name_space : kNamespaces) {
        for (int i = 1; i <= kPodsPerNamespace; ++i) {
            (once_in(8) ? result.unsimulated : result.workloads).push_back(pod(name_space, i));
        }
    }
    return result;
}

LabelSelector RandomNetwork::selector() {
    LabelSelector result;
    switch (below(6)) {
    case 0:
        break;
    case 1:
        result.labels["tier"] = fmt::format("t{}", below(2));
        break;
    case 2:
        result.expressions.push_back({"app", "NotIn", {fmt::format("x{}", below(3))}});
        break;
    case 3:
        result.expressions.push_back({"tier", once_in(2) ? "Exists" : "DoesNotExist", {}});
        break;
    case 4:
        result.expressions.push_back({"app", "In", {fmt::format("x{}", below(3)), "x0"}});
        [[fallthrough]];
    default:
        result.labels["app"] = fmt::format("x{}", below(3));
    }
    return result;
}

AddressBlock RandomNetwork::block() {
    static constexpr std::array<const char*, 5> kBlocks{"0.0.0.0/0", "10.0.0.0/16", "10.0.1.0/24",
                                                        "10.0.0.0/30", "192.0.2.0/24"};
    return *parse_address_block(kBlocks[static_cast<std::size_t>(below(5))]);
}

PolicyPort RandomNetwork::port() {
    PolicyPort result;
    result.transport = once_in(3) ? Transport::Udp : Transport::Tcp;
    switch (below(4)) {
    case 0:
        break; // all
    case 1:
        result.name = once_in(2) ? "http" : "dns";
        break;
    case 2:
        result.first = 80;
        result.last = 80 + below(2);
        break;
    default:
        result.first = result.last = kPorts[static_cast<std::size_t>(below(4))];
    }
    return result;
}

NetworkPolicy::Rule RandomNetwork::network_rule() {
    NetworkPolicy::Rule rule;
    rule.origin = {"m.yaml", ++objects_, 1};
    rule.any_peer = once_in(5);
    rule.any_port = once_in(2);
    for (int i = rule.any_peer ? 0 : 1 + below(2); i > 0; --i) {
        NetworkPolicy::Peer& peer = rule.peers.emplace_back();
        if (once_in(4)) {
            peer.addresses = AddressRange{block(), {}};
            if (once_in(2)) {
                peer.addresses->except.push_back(*parse_address_block("10.0.1.0/25"));
            }
            continue;
        }
        if (once_in(2)) {
            peer.namespaces.emplace();
            if (once_in(2)) {
                peer.namespaces->labels["team"] = once_in(2) ? "red" : "blue";
            } else if (once_in(2)) {
                peer.namespaces->labels["kubernetes.io/metadata.name"] = name_space();
            }
        }
        peer.pods = selector();
    }
    for (int i = rule.any_port ? 0 : 1 + below(2); i > 0; --i) {
        rule.ports.push_back(port());
    }
    return rule;
}

NetworkPolicy RandomNetwork::network_policy() {
    NetworkPolicy policy;
    policy.metadata = metadata(name_space());
    policy.pods = selector();
    for (NetworkPolicy::Side* side : {&policy.ingress, &policy.egress}) {
        side->isolates = once_in(2);
        for (int i = side->isolates ? below(3) : 0; i > 0; --i) {
            side->rules.push_back(network_rule());
        }
    }
    return policy;
}

AdminNetworkPolicy::Rule RandomNetwork::admin_rule() {
    AdminNetworkPolicy::Rule rule;
    rule.origin = {"m.yaml", ++objects_, 1};
    rule.action = static_cast<AdminNetworkPolicy::Action>(below(3));
    rule.any_port = once_in(2);
    AdminNetworkPolicy::Peer& peer = rule.peers.emplace_back();
    if (once_in(4)) {
        peer.networks.push_back(block());
    } else {
        peer.pods.emplace();
        peer.pods->pods = selector();
        if (once_in(2)) {
            peer.pods->namespaces.labels["team"] = "red";
        }
    }
    if (!rule.any_port) {
        rule.ports.push_back(port());
    }
    return rule;
}

AdminNetworkPolicy RandomNetwork::admin_policy(bool baseline) {
    AdminNetworkPolicy policy;
    policy.metadata = metadata("");
    policy.baseline = baseline;
    policy.priority = baseline ? 0 : below(3); // equals happen
    policy.subject.pods = selector();
    for (std::vector<AdminNetworkPolicy::Rule>* rules : {&policy.ingress, &policy.egress}) {
        for (int i = below(3); i > 0; --i) {
            AdminNetworkPolicy::Rule rule = admin_rule();
            if (baseline && rule.action == AdminNetworkPolicy::Action::Pass) {
                rule.action = AdminNetworkPolicy::Action::Deny;
            }
            rules->push_back(std::move(rule));
        }
    }
    return policy;
}

CiliumPolicy::Rule RandomNetwork::cilium_rule(bool with_requests) {
    CiliumPolicy::Rule rule;
    rule.origin = {"m.yaml", ++objects_, 1};
    switch (below(5)) {
    case 0:
        rule.any_peer = true;
        break;
    case 1:
        rule.entities.emplace_back(once_in(2) ? "world" : "cluster");
        break;
    case 2:
        rule.addresses.push_back({block(), {}});
        break;
    default:
        rule.endpoints.push_back(selector());
        if (once_in(2)) {
            rule.endpoints.back().labels["io.kubernetes.pod.namespace"] = name_space();
        }
    }
    rule.any_port = once_in(2);
    if (!rule.any_port) {
        CiliumPolicy::PortRule& ports = rule.ports.emplace_back();
        ports.ports.push_back(port());
        if (with_requests && once_in(2)) {
            ports.http.push_back({once_in(2) ? "GET" : "", once_in(2) ? "/open/.*" : "/.*", "", {}});
        }
    }
    return rule;
}

CiliumPolicy RandomNetwork::cilium_policy() {
    CiliumPolicy policy;
    policy.clusterwide = once_in(4);
    policy.metadata = metadata(policy.clusterwide ? "" : name_space());
    policy.origin = policy.metadata.origin;
    policy.endpoints = selector();
    for (CiliumPolicy::Side* side : {&policy.ingress, &policy.egress}) {
        for (int i = below(3); i > 0; --i) {
            side->allow.push_back(cilium_rule(true));
        }
        if (once_in(3)) {
            side->deny.push_back(cilium_rule(false));
        }
        side->isolates = (!side->allow.empty() || !side->deny.empty()) && !once_in(5);
    }
    return policy;
}

std::vector<NetworkConnection> connections_among(const Topology& topology) {
    std::vector<Party> parties{Party::outside(std::nullopt), Party::outside(parse_address("192.0.2.7")),
                               Party::outside(parse_address("10.0.1.200"))};
    const std::size_t outside = parties.size();
    for (std::size_t i = 0; i < topology.workloads.size() + topology.unsimulated.size(); ++i) {
        parties.push_back(Party::of_pod(i));
    }
    std::vector<NetworkConnection> result;
    for (std::size_t from = 0; from < parties.size(); ++from) {
        for (std::size_t to = from < outside ? outside : 0; to < parties.size(); ++to) {
            for (const int port : kPorts) {
                result.push_back({parties[from], parties[to], Transport::Tcp, port, nullptr});
            }
            result.push_back({parties[from], parties[to], Transport::Udp, 53, nullptr});
            result.push_back({parties[from], parties[to], std::nullopt, 8, nullptr});
        }
    }
    return result;
}

} // namespace meshcast::test
