#include "scenarios/diagnostics/catalogue.h"
#include "scenarios/import/cilium/kinds.h"
#include "scenarios/import/cilium/rule.h"
#include "scenarios/import/kubernetes/metadata.h"
#include "scenarios/import/kubernetes/spelling.h"

namespace meshcast::cilium {

namespace {

const kubernetes::Fields kSpecFields{{"endpointSelector", "nodeSelector", "ingress", "ingressDeny", "egress",
                                      "egressDeny", "enableDefaultDeny"},
                                     {"description", "labels", "log"}};
const kubernetes::Fields kDefaultDenyFields{{"ingress", "egress"}, {}};

/// Rules isolate, unless enableDefaultDeny says otherwise.
CiliumPolicy::Side read_side(const yaml::Cursor& allow, const yaml::Cursor& deny,
                             const yaml::Cursor& default_deny, Side side, const Metadata& metadata) {
    CiliumPolicy::Side result;
    result.allow = read_rules(allow, side, metadata);
    result.deny = read_rules(deny, side, metadata);
    result.isolates = default_deny.boolean().value_or(!result.allow.empty() || !result.deny.empty());
    return result;
}

void read_spec(const yaml::Cursor& spec, const Metadata& metadata, bool clusterwide, Security& security) {
    kubernetes::check_spelling(spec, kSpecFields);
    CiliumPolicy policy;
    policy.metadata = metadata;
    policy.clusterwide = clusterwide;
    policy.origin = spec.origin();
    const yaml::Cursor endpoints = spec["endpointSelector"];
    const yaml::Cursor nodes = spec["nodeSelector"];
    if (endpoints.present() == nodes.present()) {
        spec.report_bad_value("a policy needs one of endpointSelector and nodeSelector; endpointSelector: {} "
                              "is every pod");
        return;
    }
    if (endpoints.present()) {
        policy.endpoints = read_endpoint_selector(endpoints);
    }
    const yaml::Cursor default_deny = spec["enableDefaultDeny"];
    kubernetes::check_spelling(default_deny, kDefaultDenyFields);
    policy.ingress =
        read_side(spec["ingress"], spec["ingressDeny"], default_deny["ingress"], Side::Ingress, metadata);
    policy.egress =
        read_side(spec["egress"], spec["egressDeny"], default_deny["egress"], Side::Egress, metadata);
    security.cilium_policies.push_back(std::move(policy));
}

void read_policy(const yaml::Cursor& object, bool clusterwide, Security& security) {
    const std::optional<Metadata> metadata = kubernetes::read_metadata(object, !clusterwide);
    const yaml::Cursor spec = object["spec"];
    const yaml::Cursor specs = object["specs"];
    if (!spec.present() && !specs.present()) {
        object.report(message::MissingField, fill(message::MissingField, "spec"),
                      "write spec: {endpointSelector: ...}");
    }
    if (!metadata) {
        return;
    }
    if (spec.present()) {
        read_spec(spec, *metadata, clusterwide, security);
    }
    for (const yaml::Cursor& item : specs.items()) {
        read_spec(item, *metadata, clusterwide, security);
    }
}

} // namespace

void read_network_policy(const yaml::Cursor& object, Security& security) {
    read_policy(object, false, security);
}

void read_clusterwide_network_policy(const yaml::Cursor& object, Security& security) {
    read_policy(object, true, security);
}

} // namespace meshcast::cilium
