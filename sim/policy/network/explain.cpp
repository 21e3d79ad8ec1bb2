#include "sim/policy/network/network_decision.h"
#include "sim/policy/selection.h"

#include <fmt/format.h>

namespace meshcast {

namespace {

using Reason = SideDecision::Reason;

std::string shown_policy(const CompiledNetworkPolicy& policy, const Origin& origin) {
    const std::string name =
        policy.metadata->name_space.empty() ? policy.metadata->name : qualified_name(*policy.metadata);
    return origin.line == 0 ? fmt::format("{} {}", policy.kind, name)
                            : fmt::format("{} {} ({}:{})", policy.kind, name, origin.file, origin.line);
}

std::string shown_party(const NetworkIndex& index, const Party& party) {
    static constexpr std::string_view kNames[] = {"the outside",       "the pod's node",     "a node",
                                                  "the API server",    "an ingress gateway", "a health check",
                                                  "a pod that starts", "an unmanaged pod"};
    return party.is_pod() ? qualified_name(index.pods().all()[party.pod].workload->metadata)
                          : std::string(kNames[static_cast<std::size_t>(party.entity)]);
}

std::string shown_port(const NetworkConnection& connection) {
    static constexpr std::string_view kTransports[] = {"TCP", "UDP", "SCTP"};
    return connection.transport
               ? fmt::format("{} port {}", kTransports[static_cast<std::size_t>(*connection.transport)],
                             connection.port)
               : fmt::format("ICMP type {}", connection.port);
}

std::string explain_side(const NetworkIndex& index, const NetworkConnection& connection,
                         const SideDecision& side, Direction direction) {
    const bool out = direction == Direction::Egress;
    const std::string subject = shown_party(index, out ? connection.from : connection.to);
    const std::string peer = shown_party(index, out ? connection.to : connection.from);
    const std::string what =
        fmt::format("{} {} {}", out ? "egress to" : "ingress from", peer,
                    out ? "on " + shown_port(connection) : "to " + shown_port(connection));
    switch (side.reason) {
    case Reason::NoPod:
        return fmt::format("no policy selects {}, which is no pod with a network of its own", subject);
    case Reason::Node:
        return fmt::format("a pod's own node is always let in to {}", subject);
    case Reason::Rule:
        return fmt::format("{} {} {} of {}", shown_policy(*side.policy, side.rule->origin),
                           side.allowed ? "allows" : "denies", what, subject);
    case Reason::NoRule:
        return fmt::format("{} isolates {}, and no rule allows {}",
                           shown_policy(*side.policy, side.policy->origin), subject, what);
    case Reason::Request:
        return fmt::format("{} allows {} of {}, but no rule there allows the request",
                           shown_policy(*side.policy, side.rule->origin), what, subject);
    case Reason::NotSelected:
        break;
    }
    return fmt::format("no policy isolates {} for {}", subject, out ? "egress" : "ingress");
}

} // namespace

std::string_view verdict_name(NetworkDecision::Verdict verdict) {
    switch (verdict) {
    case NetworkDecision::Verdict::DeniedAtEgress:
        return "deny-egress";
    case NetworkDecision::Verdict::DeniedAtIngress:
        return "deny-ingress";
    case NetworkDecision::Verdict::RequestRefused:
        return "deny-l7";
    case NetworkDecision::Verdict::Allowed:
        break;
    }
    return "allow";
}

std::string explain(const NetworkIndex& index, const NetworkConnection& connection,
                    const NetworkDecision& decision) {
    const Direction direction =
        &decision.decisive() == &decision.egress ? Direction::Egress : Direction::Ingress;
    return explain_side(index, connection, decision.decisive(), direction);
}

} // namespace meshcast
