#include "scenarios/diagnostics/catalogue.h"
#include "scenarios/import/kubernetes/metadata.h"
#include "scenarios/import/kubernetes/pod_template.h"
#include "scenarios/import/kubernetes/policy_fields.h"
#include "scenarios/import/kubernetes/security.h"
#include "scenarios/import/kubernetes/spelling.h"

namespace meshcast::kubernetes {

namespace {

using Action = AdminNetworkPolicy::Action;

constexpr int kLastPriority = 1000;
constexpr std::string_view kBaselineName = "default";

const Fields kAdminSpecFields{{"subject", "priority", "ingress", "egress"}, {}};
const Fields kAdminIngressFields{{"name", "action", "from", "ports"}, {}};
const Fields kAdminEgressFields{{"name", "action", "to", "ports"}, {}};
const Fields kAdminPeerFields{{"namespaces", "pods", "nodes", "networks", "domainNames"}, {}};
const Fields kAdminPortFields{{"portNumber", "portRange", "namedPort"}, {}};

/// `namespaces: {...}` or `pods: {namespaceSelector: ..., podSelector: ...}`.
std::optional<AdminNetworkPolicy::Pods> read_pods(const yaml::Cursor& peer) {
    const yaml::Cursor namespaces = peer["namespaces"];
    const yaml::Cursor pods = peer["pods"];
    if (namespaces.present() && pods.present()) {
        pods.report_bad_value("write namespaces or pods, not both");
    }
    if (namespaces.present()) {
        return AdminNetworkPolicy::Pods{read_policy_selector(namespaces), {}};
    }
    if (pods.present()) {
        return AdminNetworkPolicy::Pods{read_policy_selector(pods["namespaceSelector"]),
                                        read_policy_selector(pods["podSelector"])};
    }
    return std::nullopt;
}

AdminNetworkPolicy::Peer read_admin_peer(const yaml::Cursor& item) {
    check_spelling(item, kAdminPeerFields);
    AdminNetworkPolicy::Peer peer;
    peer.pods = read_pods(item);
    if (item["nodes"].present()) {
        peer.nodes = read_policy_selector(item["nodes"]);
    }
    for (const yaml::Cursor& block : item["networks"].items()) {
        if (const auto read = read_address_block(block, BareAddress::Refused)) {
            peer.networks.push_back(*read);
        }
    }
    for (const yaml::Cursor& domain : item["domainNames"].items()) {
        if (auto name = domain.string()) {
            peer.domains.push_back(*std::move(name));
        }
    }
    return peer;
}

std::optional<PolicyPort> read_admin_port(const yaml::Cursor& item) {
    check_spelling(item, kAdminPortFields);
    PolicyPort port;
    if (const yaml::Cursor number = item["portNumber"]; number.present()) {
        port.transport = read_transport(number["protocol"]);
        port.first = port.last = read_port_number(number["port"]);
    } else if (const yaml::Cursor range = item["portRange"]; range.present()) {
        port.transport = read_transport(range["protocol"]);
        port.first = read_port_number(range["start"]);
        port.last = read_port_number(range["end"]);
        if (port.last != 0 && port.last < port.first) {
            range["end"].report_bad_value(fmt::format("{} is less than start {}", port.last, port.first));
        }
    } else if (const auto name = item["namedPort"].string()) {
        port.transport = std::nullopt; // that of the pod's port
        port.name = *name;
        return port;
    }
    if (port.first == 0 || port.last < port.first) {
        if (!item["portNumber"].present() && !item["portRange"].present()) {
            item.report(message::MissingField, fill(message::MissingField, item.path() + ".portNumber"),
                        "write portNumber: {protocol: TCP, port: 80}");
        }
        return std::nullopt;
    }
    return port;
}

Action read_action(const yaml::Cursor& action, bool baseline) {
    const std::string word = action.string().value_or("");
    if (word == "Allow") {
        return Action::Allow;
    }
    if (word == "Deny") {
        return Action::Deny;
    }
    if (word == "Pass" && !baseline) {
        return Action::Pass;
    }
    action.report_bad_value(baseline ? "write Allow or Deny" : "write Allow, Deny or Pass");
    return Action::Deny;
}

AdminNetworkPolicy::Rule read_admin_rule(const yaml::Cursor& item, std::string_view peers_field,
                                         const Fields& fields, bool baseline) {
    check_spelling(item, fields);
    AdminNetworkPolicy::Rule rule;
    rule.origin = item.origin();
    rule.name = read_string(item["name"]).value_or("");
    rule.action = read_action(item["action"], baseline);
    const yaml::Cursor peers = item[peers_field];
    if (is_absent_or_empty(peers)) {
        item.report(message::MissingField, fill(message::MissingField, peers.path()),
                    "write namespaces: {} for all pods");
    }
    for (const yaml::Cursor& peer : peers.items()) {
        rule.peers.push_back(read_admin_peer(peer));
    }
    const yaml::Cursor ports = item["ports"];
    rule.any_port = is_absent_or_empty(ports);
    for (const yaml::Cursor& port : ports.items()) {
        if (auto read = read_admin_port(port)) {
            rule.ports.push_back(*std::move(read));
        }
    }
    return rule;
}

void read_admin_policy(const yaml::Cursor& object, bool baseline, Security& security) {
    std::optional<Metadata> metadata = read_metadata(object, false);
    const yaml::Cursor spec = object["spec"];
    check_spelling(spec, kAdminSpecFields);
    AdminNetworkPolicy policy;
    policy.baseline = baseline;
    const yaml::Cursor priority = spec["priority"];
    if (!baseline && priority.missing()) {
        spec.report(message::MissingField, fill(message::MissingField, priority.path()),
                    "write priority: 0 to 1000");
    }
    policy.priority = static_cast<int>(priority.integer(0, kLastPriority).value_or(0));
    for (const yaml::Cursor& item : spec["ingress"].items()) {
        policy.ingress.push_back(read_admin_rule(item, "from", kAdminIngressFields, baseline));
    }
    for (const yaml::Cursor& item : spec["egress"].items()) {
        policy.egress.push_back(read_admin_rule(item, "to", kAdminEgressFields, baseline));
    }
    const yaml::Cursor subject = spec["subject"];
    const std::optional<AdminNetworkPolicy::Pods> pods = read_pods(subject);
    if (!pods) {
        spec.report(message::MissingField, fill(message::MissingField, subject.path()),
                    "write subject: {namespaces: {}}");
    }
    if (metadata && baseline && metadata->name != kBaselineName) {
        object["metadata"]["name"].report_bad_value("the only BaselineAdminNetworkPolicy is named default");
    }
    if (metadata && pods) {
        policy.metadata = *std::move(metadata);
        policy.subject = *pods;
        security.admin_network_policies.push_back(std::move(policy));
    }
}

} // namespace

void read_admin_network_policy(const yaml::Cursor& object, Security& security) {
    read_admin_policy(object, false, security);
}

void read_baseline_admin_network_policy(const yaml::Cursor& object, Security& security) {
    read_admin_policy(object, true, security);
}

} // namespace meshcast::kubernetes
