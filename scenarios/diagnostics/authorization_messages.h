#pragma once

#include "scenarios/diagnostics/diagnostic.h"

/// The part of the catalogue that speaks of who may call whom. catalogue.h says how codes are given.
namespace meshcast::message {

inline constexpr Message PolicyValueUnusable{"MS0640", Severity::Error, "PolicyValueUnusable",
                                             "{}: \"{}\" is no {}",
                                             "The mesh refuses the object. Ports are numbers in quotes, "
                                             "addresses are IP addresses or CIDR blocks, in paths {*} and "
                                             "{**} are whole segments and {**} is the last of them."};
inline constexpr Message PolicyConditionUnknown{
    "MS0641", Severity::Error, "PolicyConditionUnknown", "{}: there is no condition \"{}\"",
    "Istio leaves the whole rule out: an ALLOW rule allows nothing, a DENY rule denies nothing. The keys are "
    "listed at "
    "https://istio.io/latest/docs/reference/config/security/conditions/."};
inline constexpr Message PolicyRuleEmpty{
    "MS0642", Severity::Warning, "PolicyRuleEmpty", "{} asks nothing",
    "Istio refuses such an entry. A rule that is to hold for everything is written {}."};
inline constexpr Message PolicyNeverDenies{"MS0643", Severity::Warning, "PolicyNeverDenies",
                                           "{} has no rule, so it never matches",
                                           "Only an ALLOW policy without rules has an effect: it allows "
                                           "nothing. To deny everything, write one rule: {}."};
inline constexpr Message PolicyScopeTwice{
    "MS0644", Severity::Warning, "PolicyScopeTwice", "{} has a selector and targetRefs; targetRefs count",
    "A policy is for pods by their labels, or for what it names; not both."};
inline constexpr Message PolicyProviderMissing{
    "MS0645", Severity::Error, "PolicyProviderMissing", "{} has action CUSTOM and no provider",
    "Write provider: {name: NAME}, with NAME one of meshConfig.extensionProviders. Requests it matches are "
    "denied."};
inline constexpr Message JwtRuleWithoutIssuer{
    "MS0646", Severity::Error, "JwtRuleWithoutIssuer", "{} has no issuer",
    "Istio refuses the RequestAuthentication. Write issuer: the \"iss\" of the tokens."};
inline constexpr Message LinkerdTargetUnknown{
    "MS0647", Severity::Error, "LinkerdTargetUnknown", "{}: Linkerd has no policy for {} \"{}\"",
    "Targets are Server, HTTPRoute, GRPCRoute and Namespace; authentications are MeshTLSAuthentication, "
    "NetworkAuthentication and ServiceAccount. The policy is ignored."};
inline constexpr Message LinkerdNobodyAuthorized{
    "MS0648", Severity::Error, "LinkerdNobodyAuthorized", "{} names no client",
    "Linkerd ignores it, so it authorizes nobody. Say who: identities, or unauthenticated: true."};
inline constexpr Message LinkerdAuthenticationMissing{
    "MS0649", Severity::Warning, "LinkerdAuthenticationMissing", "there is no {} \"{}\"",
    "Linkerd ignores the AuthorizationPolicy that requires it, so it authorizes nobody."};
inline constexpr Message LinkerdAuthenticationTwice{
    "MS0650", Severity::Error, "LinkerdAuthenticationTwice", "requires more than one {}",
    "Linkerd ignores the AuthorizationPolicy. One of each kind is the most; to accept either, write two "
    "policies."};

} // namespace meshcast::message
