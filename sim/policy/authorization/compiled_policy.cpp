#include "sim/policy/authorization/compiled_policy.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace meshcast {

namespace {

using Rule = AuthorizationPolicy::Rule;
using Conditions = std::vector<CompiledCondition>;

/// Builds one rule; `intact` goes when something of it had to be left out.
class RuleCompiler {
  public:
    RuleCompiler(PolicyLayer layer, const PolicyContext& context) : layer_(layer), context_(context) {}

    bool intact() const { return intact_; }

    Conditions source(const AuthorizationPolicy::Source& from) {
        Conditions result;
        add({Attribute::SourcePrincipal, {}}, from.principals, result);
        add({Attribute::RequestPrincipal, {}}, from.request_principals, result);
        add({Attribute::SourceNamespace, {}}, from.namespaces, result);
        add({Attribute::SourceServiceAccount, {}}, from.service_accounts, result);
        add({Attribute::SourceTrustDomain, {}}, from.trust_domains, result);
        add({Attribute::SourceIp, {}}, from.ip_blocks, result);
        add({Attribute::RemoteIp, {}}, from.remote_ip_blocks, result);
        return result;
    }

    Conditions operation(const AuthorizationPolicy::Operation& to) {
        Conditions result;
        add({Attribute::Host, {}}, to.hosts, result);
        add({Attribute::DestinationPort, {}}, to.ports, result);
        add({Attribute::Method, {}}, to.methods, result);
        add({Attribute::Path, {}}, to.paths, result);
        return result;
    }

    Conditions condition(const AttributeName& name, const ValueCondition& value) {
        Conditions result;
        add(name, value, result);
        return result;
    }

  private:
    bool is_known(Attribute attribute) const {
        switch (layer_) {
        case PolicyLayer::Http:
            return true;
        case PolicyLayer::Tcp:
            return !is_http_only(attribute);
        case PolicyLayer::Ztunnel:
            return is_known_to_ztunnel(attribute);
        }
        return false;
    }

    std::vector<EvidenceTest> tests(const AttributeName& name, const std::vector<std::string>& values) {
        std::vector<EvidenceTest> result;
        for (const std::string& value : values) {
            if (auto test = compile_test(name, value, context_)) {
                result.push_back(*std::move(test));
            } else {
                intact_ = false;
            }
        }
        return result;
    }

    void add(const AttributeName& name, const ValueCondition& value, Conditions& into) {
        if (value.empty()) {
            return;
        }
        if (!is_known(name.attribute)) {
            intact_ = false;
            return;
        }
        CompiledCondition condition{tests(name, value.values), tests(name, value.not_values)};
        if (!condition.any.empty() || !condition.none.empty()) {
            into.push_back(std::move(condition));
        }
    }

    PolicyLayer layer_;
    const PolicyContext& context_;
    bool intact_ = true;
};

/// To a ztunnel an alternative that asks nothing is none.
void add_clause(std::vector<Conditions> alternatives, PolicyLayer layer, CompiledRule& rule) {
    if (alternatives.empty()) {
        return;
    }
    if (layer == PolicyLayer::Ztunnel) {
        std::erase_if(alternatives, [](const Conditions& all) { return all.empty(); });
    }
    rule.clauses.push_back({std::move(alternatives)});
}

std::optional<CompiledRule> compile(const Rule& declared, AuthorizationPolicy::Action action,
                                    PolicyLayer layer, const PolicyContext& context) {
    RuleCompiler compiler(layer, context);
    CompiledRule rule;
    rule.declared = &declared;
    std::vector<Conditions> from;
    for (const AuthorizationPolicy::Source& source : declared.from) {
        from.push_back(compiler.source(source));
    }
    add_clause(std::move(from), layer, rule);
    std::vector<Conditions> to;
    for (const AuthorizationPolicy::Operation& operation : declared.to) {
        to.push_back(compiler.operation(operation));
    }
    add_clause(std::move(to), layer, rule);
    for (const AuthorizationPolicy::Condition& when : declared.when) {
        const auto name = parse_attribute(when.key);
        if (!name) {
            return std::nullopt; // istiod leaves such a rule out, whatever the action
        }
        add_clause({compiler.condition(*name, when.value)}, layer, rule);
    }
    const bool keeps = action != AuthorizationPolicy::Action::Allow || compiler.intact();
    return keeps ? std::optional(std::move(rule)) : std::nullopt;
}

} // namespace

bool CompiledCondition::holds(const Evidence& evidence) const {
    const auto applies = [&](const EvidenceTest& test) { return test(evidence); };
    return (any.empty() || std::ranges::any_of(any, applies)) && std::ranges::none_of(none, applies);
}

bool CompiledClause::holds(const Evidence& evidence) const {
    return std::ranges::any_of(alternatives, [&](const std::vector<CompiledCondition>& all) {
        return std::ranges::all_of(all, [&](const CompiledCondition& one) { return one.holds(evidence); });
    });
}

bool CompiledRule::holds(const Evidence& evidence) const {
    return std::ranges::all_of(clauses, [&](const CompiledClause& clause) { return clause.holds(evidence); });
}

std::vector<CompiledRule> compile_rules(const AuthorizationPolicy& policy, PolicyLayer layer,
                                        const MeshConfig& mesh) {
    const PolicyContext context{mesh, policy.metadata.name_space};
    std::vector<CompiledRule> result;
    for (std::size_t i = 0; i < policy.rules.size(); ++i) {
        if (auto rule = compile(policy.rules[i], policy.action, layer, context)) {
            rule->index = static_cast<int>(i);
            result.push_back(*std::move(rule));
        }
    }
    return result;
}

} // namespace meshcast
