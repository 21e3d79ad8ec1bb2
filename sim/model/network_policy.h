#pragma once

#include "sim/model/address.h"
#include "sim/model/label_selector.h"
#include "sim/model/topology.h"

#include <optional>
#include <string>
#include <vector>

namespace meshcast {

/// Ports of the destination pod, not of a Service.
struct PolicyPort {
    std::optional<Transport> transport = Transport::Tcp; // nullopt: any
    std::string name;                                    // of a port the pod declares; empty: a number
    int first = 0;                                       // 0: all
    int last = 0;                                        // included
};

/// Addresses inside a block but for some.
struct AddressRange {
    AddressBlock block;
    std::vector<AddressBlock> except;
};

/// Who may connect to a namespace's pods, and to whom those may:
/// https://kubernetes.io/docs/concepts/services-networking/network-policies/
struct NetworkPolicy {
    struct Peer {
        std::optional<LabelSelector> namespaces; // nullopt: the policy's own
        LabelSelector pods;
        std::optional<AddressRange> addresses; // instead of pods
    };

    struct Rule {
        bool any_peer = false; // no `from` or `to`, or an empty one
        std::vector<Peer> peers;
        bool any_port = false; // no `ports`, or an empty list
        std::vector<PolicyPort> ports;
        Origin origin;
    };

    struct Side {
        bool isolates = false; // policyTypes: what no rule of any policy allows is dropped
        std::vector<Rule> rules;
    };

    Metadata metadata;
    LabelSelector pods; // of its namespace
    Side ingress;
    Side egress;
};

} // namespace meshcast
