#include "scenarios/diagnostics/catalogue.h"
#include "scenarios/import/kubernetes/metadata.h"
#include "scenarios/import/kubernetes/pod_template.h"
#include "scenarios/import/kubernetes/policy_fields.h"
#include "scenarios/import/kubernetes/security.h"
#include "scenarios/import/kubernetes/spelling.h"

namespace meshcast::kubernetes {

namespace {

const Fields kPolicySpecFields{{"podSelector", "ingress", "egress", "policyTypes"}, {}};
const Fields kIngressRuleFields{{"from", "ports"}, {}};
const Fields kEgressRuleFields{{"to", "ports"}, {}};
const Fields kPeerFields{{"podSelector", "namespaceSelector", "ipBlock"}, {}};
const Fields kPolicyPortFields{{"port", "endPort", "protocol"}, {}};

std::optional<NetworkPolicy::Peer> read_peer(const yaml::Cursor& item) {
    check_spelling(item, kPeerFields);
    const yaml::Cursor pods = item["podSelector"];
    const yaml::Cursor namespaces = item["namespaceSelector"];
    const yaml::Cursor block = item["ipBlock"];
    NetworkPolicy::Peer peer;
    if (block.present()) {
        peer.addresses = read_address_range(block);
        if (pods.present() || namespaces.present()) {
            block.report_bad_value("a peer is a block of addresses or selects pods, not both");
        }
        return peer.addresses ? std::optional(peer) : std::nullopt;
    }
    // `podSelector:` with nothing behind it is as good as absent.
    if (!pods.present() && !namespaces.present()) {
        item.report(message::MissingField, fill(message::MissingField, item.path() + ".podSelector"),
                    "write podSelector, namespaceSelector or ipBlock; podSelector: {} is every pod of the "
                    "namespace");
        return std::nullopt;
    }
    peer.pods = read_policy_selector(pods);
    if (namespaces.present()) {
        peer.namespaces = read_policy_selector(namespaces);
    }
    return peer;
}

/// A number, or the name of a container's port.
PolicyPort read_policy_port(const yaml::Cursor& item) {
    check_spelling(item, kPolicyPortFields);
    PolicyPort result;
    result.transport = read_transport(item["protocol"]);
    const yaml::Cursor port = item["port"];
    const yaml::Cursor end = item["endPort"];
    const std::optional<std::string> text = port.string();
    const bool is_name = text && text->find_first_not_of("+-0123456789") != text->npos;
    if (is_name) {
        result.name = *text;
    } else if (port.present()) {
        result.first = read_port_number(port);
        result.last = result.first;
        if (result.first == 0) {
            result.first = result.last = -1; // unreadable: no port
        }
    }
    if (!end.present() || result.first < 0) {
        return result;
    }
    if (is_name || !port.present()) {
        end.report_bad_value("endPort needs a port that is a number");
    } else if (const int last = read_port_number(end); last >= result.first) {
        result.last = last;
    } else if (last > 0) {
        end.report_bad_value(fmt::format("{} is less than port {}", last, result.first));
    }
    return result;
}

NetworkPolicy::Rule read_policy_rule(const yaml::Cursor& item, std::string_view peers_field,
                                     const Fields& fields) {
    check_spelling(item, fields);
    NetworkPolicy::Rule rule;
    rule.origin = item.origin();
    const yaml::Cursor peers = item[peers_field];
    rule.any_peer = is_absent_or_empty(peers);
    for (const yaml::Cursor& peer : peers.items()) {
        if (auto read = read_peer(peer)) {
            rule.peers.push_back(*std::move(read));
        }
    }
    const yaml::Cursor ports = item["ports"];
    rule.any_port = is_absent_or_empty(ports);
    for (const yaml::Cursor& port : ports.items()) {
        rule.ports.push_back(read_policy_port(port));
    }
    return rule;
}

/// Absent or empty: Ingress, and Egress where there are rules for it.
/// https://github.com/kubernetes/kubernetes/blob/master/pkg/apis/networking/v1/defaults.go
void read_types(const yaml::Cursor& types, NetworkPolicy& policy) {
    if (is_absent_or_empty(types)) {
        policy.ingress.isolates = true;
        policy.egress.isolates = !policy.egress.rules.empty();
        return;
    }
    for (const yaml::Cursor& item : types.items()) {
        const std::string word = item.string().value_or("");
        if (word == "Ingress") {
            policy.ingress.isolates = true;
        } else if (word == "Egress") {
            policy.egress.isolates = true;
        } else if (item.present() && item.node()->is_scalar()) {
            item.report_bad_value(describe(*item.node()) + " is not Ingress or Egress");
        }
    }
    // Rules of a type that is not listed count for nothing.
    if (!policy.ingress.isolates) {
        policy.ingress.rules.clear();
    }
    if (!policy.egress.isolates) {
        policy.egress.rules.clear();
    }
}

} // namespace

void read_network_policy(const yaml::Cursor& object, Security& security) {
    std::optional<Metadata> metadata = read_metadata(object, true);
    const yaml::Cursor spec = object["spec"];
    check_spelling(spec, kPolicySpecFields);
    NetworkPolicy policy;
    policy.pods = read_policy_selector(spec["podSelector"]);
    for (const yaml::Cursor& item : spec["ingress"].items()) {
        policy.ingress.rules.push_back(read_policy_rule(item, "from", kIngressRuleFields));
    }
    for (const yaml::Cursor& item : spec["egress"].items()) {
        policy.egress.rules.push_back(read_policy_rule(item, "to", kEgressRuleFields));
    }
    read_types(spec["policyTypes"], policy);
    if (metadata) {
        policy.metadata = *std::move(metadata);
        security.network_policies.push_back(std::move(policy));
    }
}

} // namespace meshcast::kubernetes
