#pragma once

#include "scenarios/diagnostics/diagnostic.h"

/// The part of the catalogue that speaks of routes and destination policies. catalogue.h says how codes are
/// given.
namespace meshcast::message {

inline constexpr Message RouteHostMissing{
    "MS0120", Severity::Warning, "RouteHostMissing", "there is no service or ServiceEntry \"{}\"",
    "Requests on this route are answered 503 (Istio) or 500 (Gateway API). Short names are of the "
    "VirtualService's own namespace, not the caller's."};
inline constexpr Message SubsetMissing{
    "MS0121", Severity::Warning, "SubsetMissing", "no DestinationRule defines subset \"{}\" of {}",
    "A route to an undefined subset has no endpoints: its requests fail with 503. They do not fall back."};
inline constexpr Message GatewayMissing{
    "MS0122", Severity::Warning, "GatewayMissing", "there is no {} \"{}\"",
    "The route hangs on nothing and gets no traffic. Another namespace's is written namespace/name."};
inline constexpr Message DelegateMissing{"MS0123", Severity::Warning, "DelegateMissing",
                                         "there is no delegate VirtualService {} to be seen from here",
                                         "Istio leaves the rule out."};
inline constexpr Message SubsetSelectsNothing{
    "MS0124", Severity::Warning, "SubsetSelectsNothing", "subset \"{}\" of {} selects no pod",
    "Its labels must be on pods that the service selects too. Requests to it fail with 503."};
inline constexpr Message RoutePortMissing{
    "MS0125", Severity::Warning, "RoutePortMissing", "{} has no port {}",
    "Requests on this route fail with 503. Routes name the Service's port, not the container's."};
inline constexpr Message BackendRefused{
    "MS0126", Severity::Warning, "BackendRefused", "{}",
    "The Gateway API answers this backend's share of the requests with 500."};
inline constexpr Message ListenerMissing{
    "MS0127", Severity::Warning, "ListenerMissing", "{} has no listener for this route: {}",
    "A parentRef must name a listener that allows the route's kind, namespace and hostnames."};

inline constexpr Message DelegateConflict{
    "MS0410", Severity::Warning, "DelegateConflict",
    "matches more than the rule at {}:{} that delegates to it; left out",
    "A delegate can only narrow the conditions of its root."};
inline constexpr Message RuleShadowed{"MS0411", Severity::Warning, "RuleShadowed",
                                      "never reached: the rule at {}:{} takes every request first",
                                      "Rules are tried in the order written. Put the general one last."};
inline constexpr Message WeightsZero{"MS0412", Severity::Warning, "WeightsZero",
                                     "the weights of this rule add up to 0",
                                     "No backend gets a request: they are answered with an error."};

} // namespace meshcast::message
