#include "scenarios/diagnostics/catalogue.h"
#include "scenarios/import/istio/fields.h"
#include "scenarios/import/istio/policy_scope.h"
#include "scenarios/import/istio/security.h"
#include "scenarios/import/kubernetes/metadata.h"
#include "scenarios/import/kubernetes/spelling.h"
#include "scenarios/units.h"
#include "sim/policy/authorization/attributes.h"

#include <array>

namespace meshcast::istio {

using namespace routes;

namespace {

using Action = AuthorizationPolicy::Action;

constexpr std::string_view kDryRun = "istio.io/dry-run";

const kubernetes::Fields kAuthorizationFields{
    {"selector", "targetRef", "targetRefs", "action", "provider", "rules"}, {}};
const kubernetes::Fields kPolicyRuleFields{{"from", "to", "when"}, {}};
const kubernetes::Fields kFromFields{{"source"}, {}};
const kubernetes::Fields kToFields{{"operation"}, {}};
const kubernetes::Fields kConditionFields{{"key", "values", "notValues"}, {}};
const kubernetes::Fields kSourceFields{
    {"principals", "notPrincipals", "requestPrincipals", "notRequestPrincipals", "namespaces",
     "notNamespaces", "serviceAccounts", "notServiceAccounts", "trustDomains", "notTrustDomains", "ipBlocks",
     "notIpBlocks", "remoteIpBlocks", "notRemoteIpBlocks"},
    {}};
const kubernetes::Fields kOperationFields{
    {"hosts", "notHosts", "ports", "notPorts", "methods", "notMethods", "paths", "notPaths"}, {}};

/// What a value of the attribute is called, where not every text is one.
std::string_view value_kind(Attribute attribute) {
    switch (attribute) {
    case Attribute::DestinationPort:
        return "port";
    case Attribute::Path:
        return "path template";
    default:
        return "IP address or CIDR block";
    }
}

/// Values that can be none are kept, so that the rule fails as it does in Istio.
std::vector<std::string> read_values(const yaml::Cursor& list, const AttributeName& name) {
    const MeshConfig mesh;
    const PolicyContext context{mesh, ""};
    std::vector<std::string> result;
    for (const yaml::Cursor& item : list.items()) {
        std::optional<std::string> text = item.string();
        if (!text) {
            continue;
        }
        if (!compile_test(name, *text, context)) {
            item.report(message::PolicyValueUnusable,
                        fill(message::PolicyValueUnusable, item.path(), *text, value_kind(name.attribute)));
        }
        result.push_back(*std::move(text));
    }
    return result;
}

ValueCondition read_condition(const yaml::Cursor& mapping, std::string_view values,
                              std::string_view not_values, const AttributeName& name) {
    return {read_values(mapping[values], name), read_values(mapping[not_values], name)};
}

/// An entry that says nothing is for everything; Istio does not take it.
void warn_if_empty(const yaml::Cursor& mapping) {
    if (mapping.present() && mapping.entries().empty()) {
        mapping.report(message::PolicyRuleEmpty, fill(message::PolicyRuleEmpty, mapping.path()));
    }
}

AuthorizationPolicy::Source read_source(const yaml::Cursor& from) {
    kubernetes::check_spelling(from, kFromFields);
    const yaml::Cursor source = from["source"];
    kubernetes::check_spelling(source, kSourceFields);
    warn_if_empty(source);
    AuthorizationPolicy::Source result;
    result.principals =
        read_condition(source, "principals", "notPrincipals", {Attribute::SourcePrincipal, {}});
    result.request_principals = read_condition(source, "requestPrincipals", "notRequestPrincipals",
                                               {Attribute::RequestPrincipal, {}});
    result.namespaces =
        read_condition(source, "namespaces", "notNamespaces", {Attribute::SourceNamespace, {}});
    result.service_accounts = read_condition(source, "serviceAccounts", "notServiceAccounts",
                                             {Attribute::SourceServiceAccount, {}});
    result.trust_domains =
        read_condition(source, "trustDomains", "notTrustDomains", {Attribute::SourceTrustDomain, {}});
    result.ip_blocks = read_condition(source, "ipBlocks", "notIpBlocks", {Attribute::SourceIp, {}});
    result.remote_ip_blocks =
        read_condition(source, "remoteIpBlocks", "notRemoteIpBlocks", {Attribute::RemoteIp, {}});
    return result;
}

AuthorizationPolicy::Operation read_operation(const yaml::Cursor& to) {
    kubernetes::check_spelling(to, kToFields);
    const yaml::Cursor operation = to["operation"];
    kubernetes::check_spelling(operation, kOperationFields);
    warn_if_empty(operation);
    AuthorizationPolicy::Operation result;
    result.hosts = read_condition(operation, "hosts", "notHosts", {Attribute::Host, {}});
    result.ports = read_condition(operation, "ports", "notPorts", {Attribute::DestinationPort, {}});
    result.methods = read_condition(operation, "methods", "notMethods", {Attribute::Method, {}});
    result.paths = read_condition(operation, "paths", "notPaths", {Attribute::Path, {}});
    return result;
}

AuthorizationPolicy::Condition read_when(const yaml::Cursor& when) {
    kubernetes::check_spelling(when, kConditionFields);
    AuthorizationPolicy::Condition result;
    result.origin = when.origin();
    result.key = when["key"].string().value_or("");
    const std::optional<AttributeName> name = parse_attribute(result.key);
    if (!name) {
        when["key"].report(message::PolicyConditionUnknown,
                           fill(message::PolicyConditionUnknown, when.path(), result.key));
    }
    result.value =
        read_condition(when, "values", "notValues", name.value_or(AttributeName{Attribute::Host, {}}));
    if (name && result.value.empty()) {
        when.report(message::PolicyRuleEmpty, fill(message::PolicyRuleEmpty, when.path()));
    }
    return result;
}

AuthorizationPolicy::Rule read_rule(const yaml::Cursor& rule) {
    kubernetes::check_spelling(rule, kPolicyRuleFields);
    AuthorizationPolicy::Rule result;
    result.origin = rule.origin();
    for (const yaml::Cursor& from : rule["from"].items()) {
        result.from.push_back(read_source(from));
    }
    for (const yaml::Cursor& to : rule["to"].items()) {
        result.to.push_back(read_operation(to));
    }
    for (const yaml::Cursor& when : rule["when"].items()) {
        result.when.push_back(read_when(when));
    }
    return result;
}

Action read_action(const yaml::Cursor& field) {
    static constexpr std::array<std::pair<std::string_view, Action>, 4> kActions{
        {{"ALLOW", Action::Allow},
         {"DENY", Action::Deny},
         {"AUDIT", Action::Audit},
         {"CUSTOM", Action::Custom}}};
    return read_word<Action>(field, kActions).value_or(Action::Allow);
}

} // namespace

void read_authorization_policy(const yaml::Cursor& object, Security& security) {
    std::optional<Metadata> metadata = kubernetes::read_metadata(object, true);
    const yaml::Cursor spec = object["spec"];
    kubernetes::check_spelling(spec, kAuthorizationFields);
    if (!metadata) {
        return;
    }
    AuthorizationPolicy policy;
    policy.metadata = *std::move(metadata);
    policy.created = read_created(object);
    policy.scope = read_policy_scope(spec);
    policy.action = read_action(spec["action"]);
    policy.provider = spec["provider"]["name"].string().value_or("");
    if (policy.action == Action::Custom && policy.provider.empty()) {
        spec.report(message::PolicyProviderMissing,
                    fill(message::PolicyProviderMissing, policy.metadata.name));
    }
    if (const auto dry_run = policy.metadata.annotations.find(kDryRun);
        dry_run != policy.metadata.annotations.end()) {
        policy.dry_run = units::parse_boolean(dry_run->second).value_or(false);
    }
    for (const yaml::Cursor& rule : spec["rules"].items()) {
        policy.rules.push_back(read_rule(rule));
    }
    if (policy.rules.empty() && policy.action != Action::Allow) {
        spec.report(message::PolicyNeverDenies, fill(message::PolicyNeverDenies, policy.metadata.name));
    }
    security.authorization_policies.push_back(std::move(policy));
}

} // namespace meshcast::istio
