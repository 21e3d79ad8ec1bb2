#include "scenarios/import/cilium/rule.h"

#include "scenarios/diagnostics/catalogue.h"
#include "scenarios/import/istio/fields.h"
#include "scenarios/import/kubernetes/metadata.h"
#include "scenarios/import/kubernetes/policy_fields.h"
#include "scenarios/import/kubernetes/spelling.h"

#include <algorithm>

namespace meshcast::cilium {

namespace {

using kubernetes::BareAddress;

/// The same fields under the names of each side.
struct Names {
    std::string_view endpoints;
    std::string_view entities;
    std::string_view cidr;
    std::string_view cidr_set;
    std::string_view nodes;
    std::string_view groups;
    std::string_view requires_field;
};

constexpr Names kIngressNames{"fromEndpoints", "fromEntities", "fromCIDR",    "fromCIDRSet",
                              "fromNodes",     "fromGroups",   "fromRequires"};
constexpr Names kEgressNames{"toEndpoints", "toEntities", "toCIDR",    "toCIDRSet",
                             "toNodes",     "toGroups",   "toRequires"};

const kubernetes::Fields kIngressFields{{"fromEndpoints", "fromEntities", "fromCIDR", "fromCIDRSet",
                                         "fromNodes", "fromGroups", "fromRequires", "toPorts", "icmps"},
                                        {"authentication"}};
const kubernetes::Fields kEgressFields{{"toEndpoints", "toEntities", "toCIDR", "toCIDRSet", "toNodes",
                                        "toGroups", "toRequires", "toServices", "toFQDNs", "toPorts",
                                        "icmps"},
                                       {"authentication"}};
const kubernetes::Fields kDomainFields{{"matchName", "matchPattern"}, {}};

std::string_view without_source(std::string_view key) {
    for (const std::string_view source : {"k8s:", "any:"}) {
        if (key.starts_with(source)) {
            return key.substr(source.size());
        }
    }
    return key;
}

void read_entity(const yaml::Cursor& item, CiliumPolicy::Rule& rule) {
    static const std::vector<std::string> kNames{
        "all",     "cluster", "world", "world-ipv4", "world-ipv6", "host", "remote-node", "kube-apiserver",
        "ingress", "health",  "init",  "unmanaged",  "none"};
    const std::optional<std::string> name = item.string();
    if (name && std::ranges::find(kNames, *name) == kNames.end()) {
        routes::report_unknown_word(item, kNames);
    } else if (name) {
        rule.entities.push_back(*name);
    }
}

void not_modelled(const yaml::Cursor& field) {
    if (field.present()) {
        field.report(message::PolicyFieldNotModelled, fill(message::PolicyFieldNotModelled, field.path()));
    }
}

void read_cidr_set(const yaml::Cursor& item, CiliumPolicy::Rule& rule) {
    if (item["cidrGroupRef"].present() || item["cidrGroupSelector"].present()) {
        not_modelled(item);
    } else if (auto range = kubernetes::read_address_range(item)) {
        rule.addresses.push_back(*std::move(range));
    }
}

void read_domain(const yaml::Cursor& item, CiliumPolicy::Rule& rule) {
    kubernetes::check_spelling(item, kDomainFields);
    const yaml::Cursor name = item["matchName"];
    std::string pattern =
        routes::lower_case((name.present() ? name : item["matchPattern"]).string().value_or(""));
    if (pattern.ends_with('.')) {
        pattern.pop_back();
    }
    if (pattern.empty()) {
        item.report(message::MissingField, fill(message::MissingField, name.path()),
                    "write matchName: example.com, or matchPattern: \"*.example.com\"");
    } else {
        rule.domains.push_back({std::move(pattern)});
    }
}

void read_service(const yaml::Cursor& item, const Metadata& metadata, CiliumPolicy::Rule& rule) {
    not_modelled(item["k8sServiceSelector"]);
    const yaml::Cursor service = item["k8sService"];
    const std::string name = service["serviceName"].string().value_or("");
    if (!name.empty()) {
        rule.services.push_back({service["namespace"].string().value_or(metadata.name_space), name});
    }
}

/// Cilium takes one field of peers a rule.
void check_single(const yaml::Cursor& item, const std::vector<std::string_view>& fields) {
    std::string_view first;
    for (const std::string_view field : fields) {
        if (kubernetes::is_absent_or_empty(item[field])) {
            continue;
        }
        if (!first.empty()) {
            item[field].report_bad_value(
                fmt::format("Cilium takes no rule with both {} and {}; write two rules", first, field));
        }
        first = field;
    }
}

void read_peers(const yaml::Cursor& item, Side side, const Metadata& metadata, CiliumPolicy::Rule& rule) {
    const Names& names = side == Side::Ingress ? kIngressNames : kEgressNames;
    std::vector<std::string_view> fields{names.endpoints, names.entities, names.cidr,
                                         names.cidr_set,  names.nodes,    names.groups};
    if (side == Side::Egress) {
        fields.insert(fields.end(), {"toServices", "toFQDNs"});
    }
    check_single(item, fields);
    rule.any_peer =
        std::ranges::none_of(fields, [&](std::string_view field) { return item[field].present(); });
    for (const yaml::Cursor& selector : item[names.endpoints].items()) {
        rule.endpoints.push_back(read_endpoint_selector(selector));
    }
    for (const yaml::Cursor& entity : item[names.entities].items()) {
        read_entity(entity, rule);
    }
    for (const yaml::Cursor& block : item[names.cidr].items()) {
        if (const auto read = kubernetes::read_address_block(block, BareAddress::Allowed)) {
            rule.addresses.push_back({*read, {}});
        }
    }
    for (const yaml::Cursor& range : item[names.cidr_set].items()) {
        read_cidr_set(range, rule);
    }
    for (const yaml::Cursor& selector : item[names.nodes].items()) {
        rule.nodes.push_back(read_endpoint_selector(selector));
    }
    not_modelled(item[names.groups]);
    if (const yaml::Cursor field = item[names.requires_field]; field.present()) {
        not_modelled(field);
        rule.any_peer = false;
    }
    if (side == Side::Egress) {
        for (const yaml::Cursor& service : item["toServices"].items()) {
            read_service(service, metadata, rule);
        }
        for (const yaml::Cursor& domain : item["toFQDNs"].items()) {
            read_domain(domain, rule);
        }
    }
}

} // namespace

LabelSelector read_endpoint_selector(const yaml::Cursor& selector) {
    LabelSelector read = kubernetes::read_policy_selector(selector);
    LabelSelector result;
    for (const auto& [key, value] : read.labels) {
        result.labels.emplace(without_source(key), value);
    }
    for (LabelRequirement& requirement : read.expressions) {
        requirement.key = without_source(requirement.key);
        result.expressions.push_back(std::move(requirement));
    }
    return result;
}

std::vector<CiliumPolicy::Rule> read_rules(const yaml::Cursor& list, Side side, const Metadata& metadata) {
    std::vector<CiliumPolicy::Rule> rules;
    for (const yaml::Cursor& item : list.items()) {
        kubernetes::check_spelling(item, side == Side::Ingress ? kIngressFields : kEgressFields);
        CiliumPolicy::Rule& rule = rules.emplace_back();
        rule.origin = item.origin();
        read_peers(item, side, metadata, rule);
        const yaml::Cursor ports = item["toPorts"];
        const yaml::Cursor icmps = item["icmps"];
        rule.any_port = kubernetes::is_absent_or_empty(ports) && kubernetes::is_absent_or_empty(icmps);
        for (const yaml::Cursor& port : ports.items()) {
            rule.ports.push_back(read_port_rule(port));
        }
        rule.icmps = read_icmps(icmps);
        if (!rule.ports.empty() && !rule.icmps.empty()) {
            icmps.report_bad_value("Cilium takes no rule with both icmps and toPorts; write two rules");
        }
    }
    return rules;
}

} // namespace meshcast::cilium
