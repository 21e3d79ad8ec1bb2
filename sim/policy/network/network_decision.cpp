#include "sim/policy/network/network_decision.h"

#include <algorithm>

namespace meshcast {

namespace {

using Reason = SideDecision::Reason;
using Tier = CompiledNetworkPolicy::Tier;

/// One side's view of a connection.
struct Question {
    const NetworkIndex& index;
    const NetworkConnection& connection;
    const NetworkPod* destination; // nullptr: no pod
    const Party& peer;
    Direction direction;

    bool matches(const CompiledNetworkPolicy& policy, const NetworkRule& rule) const {
        return covers_port(rule, connection, destination) &&
               policy.peers[rule.peers].contains(index.pods(), peer);
    }

    bool lets_request_pass(const NetworkRule& rule) const {
        return rule.http.empty() || connection.request == nullptr ||
               std::ranges::any_of(rule.http,
                                   [&](const HttpRule& http) { return http.matches(*connection.request); });
    }
};

SideDecision by_rule(const CompiledNetworkPolicy& policy, const NetworkRule& rule) {
    return {rule.action == NetworkRule::Action::Allow, Reason::Rule, &policy, &rule};
}

/// The first rule that matches decides; nullopt where it passes or there is none.
std::optional<SideDecision> decide_in_order(const Question& question, std::span<const std::size_t> policies,
                                            Tier tier) {
    for (const std::size_t i : policies) {
        const CompiledNetworkPolicy& policy = question.index.policies()[i];
        if (policy.tier != tier) {
            continue;
        }
        for (const NetworkRule& rule : policy.side(question.direction).rules) {
            if (question.matches(policy, rule)) {
                return rule.action == NetworkRule::Action::Pass ? std::nullopt
                                                                : std::optional(by_rule(policy, rule));
            }
        }
    }
    return std::nullopt;
}

/// NetworkPolicies and Cilium's: a deny beats all, then one allow is enough, in any order. nullopt where
/// nothing isolates the pod.
std::optional<SideDecision> decide_together(const Question& question, std::span<const std::size_t> policies) {
    std::optional<SideDecision> allowed;
    std::optional<SideDecision> refused;
    const CompiledNetworkPolicy* isolates = nullptr;
    for (const std::size_t i : policies) {
        const CompiledNetworkPolicy& policy = question.index.policies()[i];
        if (policy.tier != Tier::Namespace) {
            continue;
        }
        const CompiledNetworkPolicy::Side& side = policy.side(question.direction);
        isolates = isolates == nullptr && side.isolates ? &policy : isolates;
        for (const NetworkRule& rule : side.rules) {
            const bool deny = rule.action == NetworkRule::Action::Deny;
            if ((allowed && !deny) || !question.matches(policy, rule)) {
                continue;
            }
            if (deny) {
                return by_rule(policy, rule);
            }
            if (question.lets_request_pass(rule)) {
                allowed = by_rule(policy, rule);
            } else if (!refused) {
                refused = {false, Reason::Request, &policy, &rule};
            }
        }
    }
    if (allowed || refused) {
        return allowed ? allowed : refused;
    }
    return isolates == nullptr ? std::nullopt
                               : std::optional(SideDecision{false, Reason::NoRule, isolates, nullptr});
}

SideDecision decide_side(const NetworkIndex& index, const NetworkConnection& connection,
                         Direction direction) {
    const Party& subject = direction == Direction::Ingress ? connection.to : connection.from;
    const Party& peer = direction == Direction::Ingress ? connection.from : connection.to;
    const std::vector<NetworkPod>& pods = index.pods().all();
    if (!subject.is_pod() || pods[subject.pod].is_host) {
        return {true, Reason::NoPod, nullptr, nullptr};
    }
    // https://kubernetes.io/docs/concepts/services-networking/network-policies/#networkpolicy-resource: the
    // node is always let in; Cilium's egress policies count for it
    // (https://docs.cilium.io/en/stable/security/policy/language/#access-to-from-local-host).
    if (!peer.is_pod() && peer.entity == Entity::Host &&
        (direction == Direction::Ingress || !index.pods().settings().cilium)) {
        return {true, Reason::Node, nullptr, nullptr};
    }
    const std::span<const std::size_t> policies = index.selecting(subject.pod, direction);
    if (policies.empty()) {
        return {};
    }
    const NetworkPod* destination = connection.to.is_pod() ? &pods[connection.to.pod] : nullptr;
    const Question question{index, connection, destination, peer, direction};
    if (const auto decision = decide_in_order(question, policies, Tier::Admin)) {
        return *decision;
    }
    if (const auto decision = decide_together(question, policies)) {
        return *decision;
    }
    return decide_in_order(question, policies, Tier::Baseline).value_or(SideDecision{});
}

} // namespace

SideDecision decide_egress(const NetworkIndex& index, const NetworkConnection& connection) {
    return decide_side(index, connection, Direction::Egress);
}

SideDecision decide_ingress(const NetworkIndex& index, const NetworkConnection& connection) {
    return decide_side(index, connection, Direction::Ingress);
}

NetworkDecision decide(const NetworkIndex& index, const NetworkConnection& connection) {
    using Verdict = NetworkDecision::Verdict;
    NetworkDecision result;
    result.egress = decide_egress(index, connection);
    const bool refused_at_egress = result.egress.reason == Reason::Request;
    if (!result.egress.allowed && !refused_at_egress) {
        result.verdict = Verdict::DeniedAtEgress;
        return result;
    }
    result.ingress = decide_ingress(index, connection);
    if (!result.ingress.allowed && result.ingress.reason != Reason::Request && !refused_at_egress) {
        result.verdict = Verdict::DeniedAtIngress;
    } else if (refused_at_egress || !result.ingress.allowed) {
        result.verdict = Verdict::RequestRefused;
    }
    return result;
}

const SideDecision& NetworkDecision::decisive() const {
    return !egress.allowed || (ingress.policy == nullptr && egress.policy != nullptr) ? egress : ingress;
}

Origin NetworkDecision::origin() const {
    const SideDecision& side = decisive();
    return side.rule != nullptr ? side.rule->origin : side.policy != nullptr ? side.policy->origin : Origin{};
}

std::vector<const CompiledNetworkPolicy*> isolating(const NetworkIndex& index, std::size_t pod,
                                                    Direction direction) {
    std::vector<const CompiledNetworkPolicy*> result;
    for (const std::size_t i : index.selecting(pod, direction)) {
        if (index.policies()[i].side(direction).isolates) {
            result.push_back(&index.policies()[i]);
        }
    }
    return result;
}

} // namespace meshcast
