#pragma once

#include "sim/model/label_selector.h"
#include "sim/model/origin.h"

#include <string>
#include <vector>

namespace meshcast {

/// How request paths are made comparable before policies look at them. Base: dot segments resolved
/// (RFC 3986), backslashes made slashes. https://istio.io/latest/docs/ops/best-practices/security/#customize-your-system-on-path-normalization
enum class PathNormalization { None, Base, MergeSlashes, DecodeAndMergeSlashes };

/// Which objects of kind Ingress Istio's ingress gateway takes: none, those without a class too, or those of
/// its class only.
enum class IngressControllerMode { Off, Default, Strict };

/// What AuthorizationPolicy, telemetry and others name to have something done outside the proxy.
struct ExtensionProvider {
    std::string name;
    std::string kind; // "envoyExtAuthzHttp"
    Origin origin;
};

/// Settings of a whole Istio mesh, with Istio's defaults; a mesh that declares none has these.
/// https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/
struct MeshConfig {
    std::string root_namespace = "istio-system"; // whose policies count everywhere
    std::string trust_domain = "cluster.local";
    std::vector<std::string> trust_domain_aliases;
    PathNormalization path_normalization = PathNormalization::Base;
    int num_trusted_proxies = 0; // in front of the gateways: how many X-Forwarded-For entries are believed
    bool auto_mtls = true;       // clients encrypt by themselves where the server can
    bool registry_only = false;  // unknown hosts are refused, not passed on
    std::vector<LabelSelector> discovery_selectors; // of namespaces; any of them; empty: all namespaces
    std::vector<ExtensionProvider> extension_providers;
    IngressControllerMode ingress_mode = IngressControllerMode::Strict;
    std::string ingress_class = "istio";
    std::string ingress_selector = "ingressgateway"; // label `istio` of the gateway's pods
    std::string ingress_service = "istio-ingressgateway";
    Origin origin; // line 0: not declared
};

} // namespace meshcast
