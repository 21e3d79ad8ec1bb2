#include "sim/policy/authorization/istio_authorization.h"

#include "sim/policy/authorization/path_normalization.h"
#include "sim/policy/request_match.h"
#include "sim/policy/route_order.h"
#include "sim/policy/selection.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace meshcast {

namespace {

using Action = AuthorizationPolicy::Action;
using Kind = EnforcementPoint::Kind;
using Protocol = AccessRequest::Protocol;

std::string_view place_name(Kind kind) {
    switch (kind) {
    case Kind::Sidecar:
        return "sidecar";
    case Kind::Gateway:
        return "gateway";
    case Kind::Waypoint:
        return "waypoint";
    case Kind::Ztunnel:
        return "ztunnel";
    }
    return "";
}

/// What Envoy makes of an HTTP status for a gRPC client:
/// https://github.com/grpc/grpc/blob/master/doc/http-grpc-status-mapping.md
std::string_view grpc_status(int status) {
    return status == kUnauthorized ? "UNAUTHENTICATED"
           : status == kForbidden  ? "PERMISSION_DENIED"
                                   : "INTERNAL";
}

void refuse(int status, Protocol protocol, AccessDecision& decision) {
    decision.allowed = false;
    if (protocol == Protocol::Tcp) {
        decision.closed = true;
    } else if (protocol == Protocol::Grpc) {
        decision.grpc_status = grpc_status(status);
    } else {
        decision.status = status;
    }
}

std::string policy_name(const AuthorizationPolicy& policy) {
    return "AuthorizationPolicy " + qualified_name(policy.metadata);
}

/// As Envoy logs it.
std::string matched_details(const AuthorizationPolicy& policy, int rule) {
    return fmt::format("rbac_access_denied_matched_policy[ns[{}]-policy[{}]-rule[{}]]",
                       policy.metadata.name_space, policy.metadata.name, rule);
}

std::string token_details(std::string problem) {
    std::ranges::replace(problem, ' ', '_');
    return fmt::format("jwt_authn_access_denied{{{}}}", problem);
}

void blame(const CompiledPolicy& policy, const CompiledRule& rule, AccessDecision& decision) {
    decision.object = policy_name(*policy.declared);
    decision.origin = rule.declared->origin;
}

} // namespace

const std::vector<CompiledRule>& AccessPolicies::rules_of(const CompiledPolicy& policy,
                                                          Protocol protocol) const {
    return kind_ == Kind::Ztunnel ? policy.ztunnel : protocol == Protocol::Tcp ? policy.tcp : policy.http;
}

const CompiledRule* AccessPolicies::match(const CompiledPolicy& policy, const Evidence& evidence) const {
    const std::vector<CompiledRule>& rules = rules_of(policy, evidence.request.protocol);
    const auto found =
        std::ranges::find_if(rules, [&](const CompiledRule& rule) { return rule.holds(evidence); });
    return found == rules.end() ? nullptr : &*found;
}

/// Why a provider cannot be asked; empty where it can. A mesh that declares no settings may have any.
std::string AccessPolicies::missing_provider(const std::string& provider) const {
    const bool known = mesh_->origin.line == 0 ||
                       std::ranges::find(mesh_->extension_providers, provider, &ExtensionProvider::name) !=
                           mesh_->extension_providers.end();
    return known ? "" : fmt::format("the mesh has no extension provider \"{}\"", provider);
}

/// Requests that a Custom policy matches are put to its provider. Several providers at one proxy are a
/// mistake that istiod answers by refusing such requests.
void AccessPolicies::judge_custom(const Evidence& evidence, const ExternalAuthorizer& authorizer,
                                  AccessDecision& decision) const {
    std::set<std::string> providers;
    for (const CompiledPolicy* policy : policies_) {
        if (policy->declared->action == Action::Custom) {
            providers.insert(policy->declared->provider);
        }
    }
    for (const CompiledPolicy* policy : policies_) {
        if (policy->declared->action != Action::Custom || policy->declared->dry_run) {
            continue;
        }
        const CompiledRule* rule = match(*policy, evidence);
        if (rule == nullptr) {
            continue;
        }
        const std::string& provider = policy->declared->provider;
        const std::string why_not = providers.size() > 1
                                        ? "several providers at one workload are not supported"
                                        : missing_provider(provider);
        if (why_not.empty() && (!authorizer || authorizer(provider, evidence.request))) {
            continue;
        }
        refuse(kForbidden, evidence.request.protocol, decision);
        blame(*policy, *rule, decision);
        decision.details =
            why_not.empty() ? "ext_authz_denied" : matched_details(*policy->declared, rule->index);
        decision.because = why_not.empty() ? fmt::format("rule {} of {} asks {}, which refuses", rule->index,
                                                         decision.object, provider)
                                           : fmt::format("rule {} of {} takes the request, and {}",
                                                         rule->index, decision.object, why_not);
        return;
    }
}

void AccessPolicies::judge(const Evidence& evidence, AccessDecision& decision) const {
    const CompiledPolicy* an_allow = nullptr;
    const CompiledPolicy* allowing = nullptr;
    const CompiledRule* allowed_by = nullptr;
    for (const CompiledPolicy* policy : policies_) {
        const Action action = policy->declared->action;
        if (action == Action::Custom) {
            continue;
        }
        const CompiledRule* rule = match(*policy, evidence);
        if (action == Action::Audit || policy->declared->dry_run) {
            if (rule != nullptr) {
                decision.logged.push_back(policy_name(*policy->declared));
            }
            continue;
        }
        if (action == Action::Deny && rule != nullptr) {
            refuse(kForbidden, evidence.request.protocol, decision);
            blame(*policy, *rule, decision);
            decision.details = matched_details(*policy->declared, rule->index);
            decision.because = fmt::format("rule {} of {} denies it", rule->index, decision.object);
            return;
        }
        if (action == Action::Allow) {
            an_allow = an_allow == nullptr ? policy : an_allow;
            if (rule != nullptr && allowed_by == nullptr) {
                allowing = policy;
                allowed_by = rule;
            }
        }
    }
    if (allowed_by != nullptr) {
        blame(*allowing, *allowed_by, decision);
        decision.because = fmt::format("rule {} of {} allows it", allowed_by->index, decision.object);
    } else if (an_allow != nullptr) {
        refuse(kForbidden, evidence.request.protocol, decision);
        decision.object = policy_name(*an_allow->declared);
        decision.origin = an_allow->declared->metadata.origin;
        decision.details = "rbac_access_denied_matched_policy[none]";
        decision.because = fmt::format("no rule allows it, and {} applies, so what is not allowed is denied",
                                       decision.object);
    } else {
        decision.because = "no policy denies it, and there is none with action ALLOW";
    }
}

AccessDecision AccessPolicies::decide(const AccessRequest& request,
                                      const ExternalAuthorizer& authorizer) const {
    AccessDecision decision;
    decision.enforced_at = place_name(kind_);
    decision.headers = request.headers;
    std::string path;
    if (request.protocol != Protocol::Tcp && kind_ != Kind::Ztunnel) {
        const auto normalized = normalize_path(request.path, mesh_->path_normalization);
        if (!normalized) {
            refuse(kBadRequest, request.protocol, decision);
            decision.details = "path_normalization_failed";
            decision.because = "its path cannot be normalized";
            return decision;
        }
        path = path_only(*normalized);
    }
    Authentication authentication;
    if (kind_ != Kind::Ztunnel) {
        authentication = authenticator_.authenticate(request);
        decision.headers = authentication.headers;
    }
    if (authentication.status != 0) {
        refuse(authentication.status, request.protocol, decision);
        decision.object = "RequestAuthentication " + qualified_name(authentication.policy->metadata);
        decision.origin = authentication.rule->origin;
        decision.details = token_details(authentication.problem);
        decision.because = fmt::format("{} refuses its token: {}", decision.object, authentication.problem);
        return decision;
    }
    const Evidence evidence{request,
                            decision.headers,
                            authentication.claims,
                            request.peer ? principal_of(*request.peer) : "",
                            path,
                            remote_address(request, kind_ == Kind::Gateway, mesh_->num_trusted_proxies)};
    if (kind_ != Kind::Ztunnel) {
        judge_custom(evidence, authorizer, decision);
    }
    if (decision.allowed) {
        judge(evidence, decision);
    }
    return decision;
}

IstioAuthorization::IstioAuthorization(const Security& security) : security_(security) {
    for (const AuthorizationPolicy* policy : by_age(security.authorization_policies)) {
        policies_.push_back({policy, compile_rules(*policy, PolicyLayer::Http, security.mesh),
                             compile_rules(*policy, PolicyLayer::Tcp, security.mesh),
                             compile_rules(*policy, PolicyLayer::Ztunnel, security.mesh)});
    }
}

AccessPolicies IstioAuthorization::at(const EnforcementPoint& point) const {
    const std::string& root = security_.mesh.root_namespace;
    std::vector<const CompiledPolicy*> policies;
    for (const CompiledPolicy& policy : policies_) {
        const AuthorizationPolicy& declared = *policy.declared;
        const bool can_enforce = point.kind != Kind::Ztunnel ||
                                 ((declared.action == Action::Allow || declared.action == Action::Deny) &&
                                  declared.scope.targets.empty() && !declared.dry_run);
        if (can_enforce && is_attached(declared.scope, declared.metadata.name_space, point, root)) {
            policies.push_back(&policy);
        }
    }
    std::vector<const RequestAuthentication*> authentications;
    for (const RequestAuthentication* policy : by_age(security_.request_authentications)) {
        if (point.kind != Kind::Ztunnel &&
            is_attached(policy->scope, policy->metadata.name_space, point, root)) {
            authentications.push_back(policy);
        }
    }
    return {security_.mesh, point, std::move(policies), RequestAuthenticator(authentications)};
}

} // namespace meshcast
