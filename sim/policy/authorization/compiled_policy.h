#pragma once

#include "sim/model/authorization_policy.h"
#include "sim/policy/authorization/attributes.h"

#include <vector>

namespace meshcast {

/// Some values of one attribute: any of `any`, where there are some, and none of `none`.
struct CompiledCondition {
    std::vector<EvidenceTest> any;
    std::vector<EvidenceTest> none;

    bool holds(const Evidence& evidence) const;
};

/// One of a rule's three parts, or one condition of the last: it holds if any alternative holds in full.
struct CompiledClause {
    std::vector<std::vector<CompiledCondition>> alternatives;

    bool holds(const Evidence& evidence) const;
};

struct CompiledRule {
    int index = 0; // in the policy
    const AuthorizationPolicy::Rule* declared = nullptr;
    std::vector<CompiledClause> clauses; // all of them

    bool holds(const Evidence& evidence) const;
};

/// What enforces a policy, and so what of it counts.
enum class PolicyLayer {
    Http,
    Tcp,     // Envoy on a connection that it does not look into
    Ztunnel, // knows of connections less than Envoy
};

/// A policy's rules as a layer enforces them. What the layer does not know, or what cannot be read, makes a
/// rule of an Allow policy go; in the others only it goes itself, so that they hold for more. (A ztunnel
/// leaves nothing where nothing is left.)
std::vector<CompiledRule> compile_rules(const AuthorizationPolicy& policy, PolicyLayer layer,
                                        const MeshConfig& mesh);

} // namespace meshcast
