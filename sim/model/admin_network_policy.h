#pragma once

#include "sim/model/network_policy.h"

namespace meshcast {

/// An AdminNetworkPolicy, which is asked before all NetworkPolicies, or the BaselineAdminNetworkPolicy, which
/// is asked where none selects the pod: https://network-policy-api.sigs.k8s.io/api-overview/
struct AdminNetworkPolicy {
    enum class Action { Allow, Deny, Pass }; // Pass: on to the NetworkPolicies

    struct Pods {
        LabelSelector namespaces;
        LabelSelector pods;
    };

    struct Peer {
        std::optional<Pods> pods;
        std::optional<LabelSelector> nodes;
        std::vector<AddressBlock> networks;
        std::vector<std::string> domains; // "*.example.com" allowed
    };

    struct Rule {
        std::string name; // may be empty
        Action action = Action::Pass;
        std::vector<Peer> peers;
        bool any_port = false;
        std::vector<PolicyPort> ports;
        Origin origin;
    };

    Metadata metadata; // metadata.name_space is empty
    bool baseline = false;
    int priority = 0; // the lower goes first; of equals, which Kubernetes leaves open, the first by name
    Pods subject;
    std::vector<Rule> ingress; // the first that matches decides
    std::vector<Rule> egress;
};

} // namespace meshcast
