#pragma once

#include "scenarios/diagnostics/diagnostic.h"

/// The part of the catalogue that speaks of Istio's mesh settings, encryption and Ingress. catalogue.h says
/// how codes are given.
namespace meshcast::message {

inline constexpr Message MeshConfigRepeated{
    "MS0620", Severity::Warning, "MeshConfigRepeated",
    "the settings of the mesh are given again; the first were at {}:{}",
    "The first ones count. Give the manifests of one control plane only."};
inline constexpr Message PortModeWithoutSelector{
    "MS0621", Severity::Warning, "PortModeWithoutSelector", "portLevelMtls has no effect without a selector",
    "Ports are those of pods: the policy must say of which. Istio refuses the object."};
inline constexpr Message SelectorInRootNamespace{
    "MS0622", Severity::Warning, "SelectorInRootNamespace",
    "a PeerAuthentication of the root namespace {} with a selector is not looked at",
    "Policies with a selector belong into the namespace of the pods."};
inline constexpr Message PeerAuthenticationShadowed{
    "MS0623", Severity::Warning, "PeerAuthenticationShadowed",
    "has no effect: the older PeerAuthentication {} at {}:{} counts for the same pods",
    "Of several for one namespace, the mesh or the same pods, Istio takes the oldest."};
inline constexpr Message IngressNotTaken{
    "MS0624", Severity::Info, "IngressNotTaken", "Ingress {} is not for Istio: {}; left out",
    "Istio's ingress controller takes those of the class istio (meshConfig.ingressClass)."};
inline constexpr Message IngressPartIgnored{"MS0625", Severity::Warning, "IngressPartIgnored",
                                            "Istio's ingress controller leaves out {}",
                                            "Requests that only this part would take are answered 404."};

} // namespace meshcast::message
