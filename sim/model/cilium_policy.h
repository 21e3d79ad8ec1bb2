#pragma once

#include "sim/model/network_policy.h"

namespace meshcast {

/// A request that may pass: https://docs.cilium.io/en/stable/security/policy/language/#http
struct CiliumHttpRule {
    struct Header {
        std::string name;
        std::optional<std::string> value; // nullopt: any
    };

    std::string method; // regular expressions of RE2 for all of the text; empty: any
    std::string path;   // with the query string
    std::string host;
    std::vector<Header> headers;
};

/// One `spec` of a CiliumNetworkPolicy or CiliumClusterwideNetworkPolicy:
/// https://docs.cilium.io/en/stable/security/policy/language/. Label keys are without the prefixes "k8s:" and
/// "any:"; "reserved:" stays.
struct CiliumPolicy {
    struct PortRule {
        std::vector<PolicyPort> ports;
        std::vector<CiliumHttpRule> http; // empty: whatever the connection carries
    };

    struct Icmp {
        bool v6 = false;
        int type = 0;
    };

    struct Domain {
        std::string pattern; // "*" stands for letters, digits, "-", "_"; lower case, no dot at the end
    };

    struct ServiceName {
        std::string name_space;
        std::string name;
    };

    struct Rule {
        bool any_peer = false; // no field of peers is there. An empty list of them is nobody
        std::vector<LabelSelector> endpoints;
        std::vector<std::string> entities;
        std::vector<AddressRange> addresses; // of the outside: pods are known by labels
        std::vector<LabelSelector> nodes;
        std::vector<Domain> domains;
        std::vector<ServiceName> services;
        bool any_port = false; // no field of ports is there
        std::vector<PortRule> ports;
        std::vector<Icmp> icmps;
        Origin origin;
    };

    struct Side {
        bool isolates = false; // enableDefaultDeny
        std::vector<Rule> allow;
        std::vector<Rule> deny; // beats all that allow
    };

    Metadata metadata;
    bool clusterwide = false;               // metadata.name_space is empty
    std::optional<LabelSelector> endpoints; // nullopt: of hosts, not of pods
    Side ingress;
    Side egress;
    Origin origin; // of the spec
};

} // namespace meshcast
