#pragma once

#include "sim/policy/network/network_index.h"

#include <string>
#include <vector>

namespace meshcast {

/// What one end's policies say of a connection.
struct SideDecision {
    enum class Reason : std::uint8_t {
        NotSelected, // no policy speaks of the pod in this direction, or none that isolates it matches
        NoPod,       // the end is no pod that policies select
        Node,        // the pod's own node, which is always let in
        Rule,        // `rule` decides
        NoRule,      // `policy` isolates the pod, and no rule of any policy allows this
        Request,     // `rule` allows the connection, but no rule on its port the request: 403
    };

    bool allowed = true;
    Reason reason = Reason::NotSelected;
    const CompiledNetworkPolicy* policy = nullptr; // that decides; of several that isolate, the first
    const NetworkRule* rule = nullptr;
};

struct NetworkDecision {
    enum class Verdict : std::uint8_t {
        Allowed,
        DeniedAtEgress,  // dropped: the client waits until it gives up
        DeniedAtIngress, // the same
        RequestRefused,  // connected, and answered 403 by Cilium's proxy
    };

    Verdict verdict = Verdict::Allowed;
    SideDecision egress;
    SideDecision ingress; // not asked where egress denies the connection itself

    /// Of the side that decided: the one that denies, else that of the destination.
    const SideDecision& decisive() const;
    Origin origin() const; // of its rule, else of its policy
};

SideDecision decide_egress(const NetworkIndex& index, const NetworkConnection& connection);
SideDecision decide_ingress(const NetworkIndex& index, const NetworkConnection& connection);

/// A connection needs the egress of its source and the ingress of its destination. The index must outlive the
/// decision.
NetworkDecision decide(const NetworkIndex& index, const NetworkConnection& connection);

/// All policies that isolate a pod, so that what none allows is dropped.
std::vector<const CompiledNetworkPolicy*> isolating(const NetworkIndex& index, std::size_t pod,
                                                    Direction direction);

std::string_view verdict_name(NetworkDecision::Verdict verdict); // "allow", "deny-egress", ...

/// One sentence: why this and nothing else, with file and line.
std::string explain(const NetworkIndex& index, const NetworkConnection& connection,
                    const NetworkDecision& decision);

} // namespace meshcast
