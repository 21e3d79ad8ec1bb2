#pragma once

#include "scenarios/analysis/object.h"

/// The kinds that analyzers look at.
namespace meshcast::analysis::kinds {

inline constexpr ObjectKind kNamespace{"", "Namespace"};
inline constexpr ObjectKind kNode{"", "Node"};
inline constexpr ObjectKind kPod{"", "Pod"};
inline constexpr ObjectKind kService{"", "Service"};
inline constexpr ObjectKind kSecret{"", "Secret"};
inline constexpr ObjectKind kConfigMap{"", "ConfigMap"};
inline constexpr ObjectKind kDeployment{"apps", "Deployment"};
inline constexpr ObjectKind kCustomResourceDefinition{"apiextensions.k8s.io", "CustomResourceDefinition"};
inline constexpr ObjectKind kMutatingWebhook{"admissionregistration.k8s.io", "MutatingWebhookConfiguration"};
inline constexpr ObjectKind kValidatingWebhook{"admissionregistration.k8s.io",
                                               "ValidatingWebhookConfiguration"};
inline constexpr ObjectKind kNetworkPolicy{"networking.k8s.io", "NetworkPolicy"};

inline constexpr ObjectKind kVirtualService{"networking.istio.io", "VirtualService"};
inline constexpr ObjectKind kDestinationRule{"networking.istio.io", "DestinationRule"};
inline constexpr ObjectKind kGateway{"networking.istio.io", "Gateway"};
inline constexpr ObjectKind kServiceEntry{"networking.istio.io", "ServiceEntry"};
inline constexpr ObjectKind kSidecar{"networking.istio.io", "Sidecar"};
inline constexpr ObjectKind kEnvoyFilter{"networking.istio.io", "EnvoyFilter"};
inline constexpr ObjectKind kAuthorizationPolicy{"security.istio.io", "AuthorizationPolicy"};
inline constexpr ObjectKind kRequestAuthentication{"security.istio.io", "RequestAuthentication"};
inline constexpr ObjectKind kPeerAuthentication{"security.istio.io", "PeerAuthentication"};
inline constexpr ObjectKind kTelemetry{"telemetry.istio.io", "Telemetry"};
inline constexpr ObjectKind kWasmPlugin{"extensions.istio.io", "WasmPlugin"};
inline constexpr ObjectKind kIstioOperator{"install.istio.io", "IstioOperator"};

inline constexpr ObjectKind kKubernetesGateway{"gateway.networking.k8s.io", "Gateway"};

} // namespace meshcast::analysis::kinds
