#pragma once

#include "sim/model/security.h"
#include "sim/policy/authorization/access_decision.h"
#include "sim/policy/authorization/compiled_policy.h"
#include "sim/policy/authorization/enforcement_point.h"
#include "sim/policy/authorization/request_authenticator.h"

#include <functional>
#include <string>
#include <vector>

namespace meshcast {

/// What an authorizer outside the mesh answers, by its provider's name. Nobody here knows: without one, it
/// allows.
using ExternalAuthorizer = std::function<bool(const std::string& provider, const AccessRequest& request)>;

/// A policy, ready for each layer.
struct CompiledPolicy {
    const AuthorizationPolicy* declared = nullptr;
    std::vector<CompiledRule> http;
    std::vector<CompiledRule> tcp;
    std::vector<CompiledRule> ztunnel;
};

/// Everything that counts at one proxy.
class AccessPolicies {
  public:
    bool empty() const { return policies_.empty() && authenticator_.empty(); }

    /// In Istio's order: tokens, Custom, Deny, Allow.
    AccessDecision decide(const AccessRequest& request, const ExternalAuthorizer& authorizer = {}) const;

  private:
    friend class IstioAuthorization;

    AccessPolicies(const MeshConfig& mesh, const EnforcementPoint& point,
                   std::vector<const CompiledPolicy*> policies, RequestAuthenticator authenticator)
        : mesh_(&mesh),
          kind_(point.kind),
          policies_(std::move(policies)),
          authenticator_(std::move(authenticator)) {}

    const std::vector<CompiledRule>& rules_of(const CompiledPolicy& policy,
                                              AccessRequest::Protocol protocol) const;
    const CompiledRule* match(const CompiledPolicy& policy, const Evidence& evidence) const;
    std::string missing_provider(const std::string& provider) const;
    void judge_custom(const Evidence& evidence, const ExternalAuthorizer& authorizer,
                      AccessDecision& decision) const;
    void judge(const Evidence& evidence, AccessDecision& decision) const;

    const MeshConfig* mesh_;
    EnforcementPoint::Kind kind_;
    std::vector<const CompiledPolicy*> policies_; // dry runs among them
    RequestAuthenticator authenticator_;
};

/// Istio's policies, compiled once. https://istio.io/latest/docs/concepts/security/#authorization
class IstioAuthorization {
  public:
    /// `security` outlives it, and it outlives what `at` gives.
    explicit IstioAuthorization(const Security& security);

    AccessPolicies at(const EnforcementPoint& point) const;

  private:
    const Security& security_;
    std::vector<CompiledPolicy> policies_; // in order of age
};

} // namespace meshcast
