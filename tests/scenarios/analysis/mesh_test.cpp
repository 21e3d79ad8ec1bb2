#include "tests/scenarios/analysis/findings_of.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace meshcast::analysis {

namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

std::string pod(const std::string& labels, const std::string& more = "", const std::string& name = "web-1") {
    return "apiVersion: v1\nkind: Pod\nmetadata: {name: " + name + ", labels: {" + labels + "}" + more +
           "}\nspec: {containers: [{name: web, image: web}]}\n---\n";
}

std::string name_space(const std::string& name, const std::string& labels) {
    return "apiVersion: v1\nkind: Namespace\nmetadata: {name: " + name + ", labels: {" + labels + "}}\n---\n";
}

TEST(Annotations, AreKnownInTheirPlaceAndValid) {
    const auto with = [](const std::string& annotation) {
        return pod("app: web", ", annotations: {" + annotation + "}");
    };
    EXPECT_THAT(findings_of("annotations", with("proxy.istio.io/config: '{}', example.com/own: a")),
                IsEmpty());
    EXPECT_THAT(findings_of("annotations", with("sidecar.istio.io/injekt: 'true'")),
                ElementsAre("MS0706 Pod default/web-1"));
    EXPECT_THAT(findings_of("annotations", with("networking.istio.io/exportTo: '*'")),
                ElementsAre("MS0705 Pod default/web-1"));
    EXPECT_THAT(findings_of("annotations", with("traffic.sidecar.istio.io/excludeInboundPorts: '80,x'")),
                ElementsAre("MS0714 Pod default/web-1"));
    EXPECT_THAT(findings_of("annotations", with("sidecar.istio.io/inject: 'true'")),
                ElementsAre("MS0724 Pod default/web-1"));
    EXPECT_THAT(findings_of("alpha-annotations", with("sidecar.istio.io/logLevel: debug")),
                ElementsAre("MS0725 Pod default/web-1"));
}

TEST(AuthorizationPolicies, SelectPodsOfTheMesh) {
    const auto policy = [](const std::string& app) {
        return "apiVersion: security.istio.io/v1\nkind: AuthorizationPolicy\nmetadata: {name: a}\n"
               "spec: {selector: {matchLabels: {app: " +
               app + "}}, rules: [{from: [{source: {namespaces: [shop-*]}}]}]}\n";
    };
    const std::string home = name_space("default", "istio-injection: enabled");
    EXPECT_THAT(findings_of("authorization-policies",
                            home + name_space("shop-a", "") + pod("app: web") + policy("web")),
                IsEmpty());
    EXPECT_THAT(findings_of("authorization-policies", home + pod("app: web") + policy("web")),
                ElementsAre("MS0701 AuthorizationPolicy default/a"));
    EXPECT_THAT(findings_of("authorization-policies", name_space("default", "") + name_space("shop-a", "") +
                                                          pod("app: web") + policy("web")),
                ElementsAre("MS0716 AuthorizationPolicy default/a"));
}

TEST(Injection, IsSaidOnce) {
    EXPECT_THAT(findings_of("injection", name_space("a", "istio-injection: disabled")), IsEmpty());
    EXPECT_THAT(findings_of("injection", name_space("a", "x: y")), ElementsAre("MS0702 Namespace a"));
    EXPECT_THAT(findings_of("injection", name_space("a", "istio-injection: enabled, istio.io/rev: b")),
                ElementsAre("MS0713 Namespace a"));
    EXPECT_THAT(findings_of("injection", name_space("default", "istio-injection: enabled") + pod("app: web")),
                ElementsAre("MS0703 Pod default/web-1"));
}

TEST(InjectionImage, IsThatOfTheInjector) {
    const auto injected = [](const std::string& tag) {
        return name_space("default", "istio-injection: enabled") +
               "apiVersion: v1\nkind: Pod\nmetadata: {name: web-1}\nspec: {containers: [{name: istio-proxy, "
               "image: 'r/proxyv2:" +
               tag +
               "'}]}\n---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: istio-sidecar-injector, "
               "namespace: istio-system}\n"
               "data: {values: '{\"global\": {\"hub\": \"r\", \"tag\": \"1.2\", \"proxy\": {\"image\": "
               "\"proxyv2\"}}}'}\n";
    };
    EXPECT_THAT(findings_of("injection-image", injected("1.2")), IsEmpty());
    EXPECT_THAT(findings_of("injection-image", injected("1.1")), ElementsAre("MS0744 Namespace default"));
}

TEST(ImageAuto, NeedsAWebhook) {
    const std::string gateway =
        "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: gw}\nspec: {template: {metadata: {labels: "
        "{inject: gateway}}, spec: {containers: [{name: istio-proxy, image: auto}]}}}\n---\n";
    const std::string webhook =
        "apiVersion: admissionregistration.k8s.io/v1\nkind: MutatingWebhookConfiguration\nmetadata: {name: "
        "a}\n"
        "webhooks: [{name: a.istio.io, objectSelector: {matchLabels: {inject: gateway}}}]\n";
    EXPECT_THAT(findings_of("image-auto", gateway + webhook), IsEmpty());
    EXPECT_THAT(findings_of("image-auto", gateway), ElementsAre("MS0733 Deployment default/gw"));
}

TEST(Webhooks, DoNotOverlapAndCallAService) {
    const auto webhook = [](const std::string& name, const std::string& label) {
        return "apiVersion: admissionregistration.k8s.io/v1\nkind: MutatingWebhookConfiguration\nmetadata: "
               "{name: " +
               name + "}\nwebhooks: [{name: w.istio.io, namespaceSelector: {matchLabels: {istio-injection: " +
               label + "}}, clientConfig: {service: {name: istiod, namespace: istio-system}}}]\n---\n";
    };
    const std::string istiod =
        "apiVersion: v1\nkind: Service\nmetadata: {name: istiod, namespace: istio-system}\nspec: {}\n---\n";
    EXPECT_THAT(findings_of("webhooks", istiod + webhook("a", "enabled") + webhook("b", "disabled")),
                IsEmpty());
    EXPECT_THAT(
        findings_of("webhooks", istiod + webhook("a", "enabled") + webhook("b", "enabled")),
        ElementsAre("MS0728 MutatingWebhookConfiguration a", "MS0728 MutatingWebhookConfiguration b"));
    EXPECT_THAT(findings_of("webhooks", webhook("a", "enabled")),
                ElementsAre("MS0728 MutatingWebhookConfiguration a"));
}

TEST(ExternalControlPlane, HasAHostName) {
    const auto validator = [](const std::string& client) {
        return "apiVersion: admissionregistration.k8s.io/v1\nkind: ValidatingWebhookConfiguration\nmetadata: "
               "{name: istio-validator}\n"
               "webhooks: [{name: w, clientConfig: " +
               client + "}]\n";
    };
    EXPECT_THAT(findings_of("external-control-plane",
                            validator("{url: 'https://istiod.example.com:15017/validate'}")),
                IsEmpty());
    EXPECT_THAT(findings_of("external-control-plane", validator("{url: 'https://10.0.0.1:15017/validate'}")),
                ElementsAre("MS0750 ValidatingWebhookConfiguration istio-validator"));
    EXPECT_THAT(findings_of("external-control-plane", validator("{}")),
                ElementsAre("MS0749 ValidatingWebhookConfiguration istio-validator"));
}

TEST(Sidecars, AreOneAPodAndOneANamespace) {
    const auto sidecar = [](const std::string& name, const std::string& spec) {
        return "apiVersion: networking.istio.io/v1\nkind: Sidecar\nmetadata: {name: " + name +
               "}\nspec: " + spec + "\n---\n";
    };
    const std::string web = "{workloadSelector: {labels: {app: web}}}";
    EXPECT_THAT(findings_of("sidecar-selectors", pod("app: web") + sidecar("a", web) + sidecar("b", "{}")),
                IsEmpty());
    EXPECT_THAT(findings_of("sidecar-selectors", sidecar("a", web)), ElementsAre("MS0701 Sidecar default/a"));
    EXPECT_THAT(findings_of("sidecar-selectors", pod("app: web") + sidecar("a", web) + sidecar("b", web)),
                ElementsAre("MS0708 Sidecar default/a", "MS0708 Sidecar default/b"));
    EXPECT_THAT(findings_of("sidecar-selectors", sidecar("a", "{}") + sidecar("b", "{}")),
                ElementsAre("MS0709 Sidecar default/a", "MS0709 Sidecar default/b"));
    EXPECT_THAT(findings_of("sidecar-selectors",
                            name_space("default", "istio.io/dataplane-mode: ambient") + sidecar("a", "{}")),
                ElementsAre("MS0753 Sidecar default/a"));
}

TEST(Telemetries, AreOneAPodAndHaveProviders) {
    const auto telemetry = [](const std::string& name, const std::string& spec) {
        return "apiVersion: telemetry.istio.io/v1\nkind: Telemetry\nmetadata: {name: " + name +
               "}\nspec: " + spec + "\n---\n";
    };
    EXPECT_THAT(findings_of("telemetry-selectors", telemetry("a", "{selector: {matchLabels: {app: web}}}")),
                ElementsAre("MS0701 Telemetry default/a"));
    EXPECT_THAT(findings_of("telemetry-defaults", telemetry("a", "{}") + telemetry("b", "{}")),
                ElementsAre("MS0746 Telemetry default/a", "MS0746 Telemetry default/b"));
    const std::string logging = telemetry("a", "{accessLogging: [{}]}");
    EXPECT_THAT(findings_of("telemetry-providers", logging), ElementsAre("MS0743 Telemetry default/a"));
    EXPECT_THAT(findings_of("telemetry-providers", logging, "defaultProviders: {accessLogging: [envoy]}"),
                IsEmpty());
    const std::string tracing = telemetry("a", "{tracing: [{providers: [{name: old}]}]}");
    EXPECT_THAT(findings_of("lightstep", tracing), IsEmpty());
    EXPECT_THAT(findings_of("lightstep", tracing, "extensionProviders: [{name: old, lightstep: {port: 1}}]"),
                ElementsAre("MS0760 Telemetry default/a"));
}

TEST(EnvoyPatches, SayWhatTheyDependOn) {
    const auto filter = [](const std::string& patch, const std::string& more = "") {
        return "apiVersion: networking.istio.io/v1alpha3\nkind: EnvoyFilter\nmetadata: {name: f}\nspec: "
               "{configPatches: [" +
               patch + "]" + more + "}\n";
    };
    EXPECT_THAT(
        findings_of("envoy-patches", filter("{applyTo: HTTP_FILTER, patch: {operation: INSERT_FIRST}}")),
        IsEmpty());
    EXPECT_THAT(
        findings_of("envoy-patches",
                    filter("{applyTo: HTTP_FILTER, patch: {operation: INSERT_BEFORE}}", ", priority: 5")),
        IsEmpty());
    EXPECT_THAT(
        findings_of("envoy-patches", filter("{applyTo: HTTP_FILTER, patch: {operation: INSERT_BEFORE}}")),
        ElementsAre("MS0738 EnvoyFilter default/f"));
    EXPECT_THAT(findings_of("envoy-patches", filter("{applyTo: CLUSTER, patch: {operation: REPLACE}}")),
                ElementsAre("MS0739 EnvoyFilter default/f"));
    EXPECT_THAT(findings_of("envoy-patches", filter("{applyTo: HTTP_ROUTE, patch: {operation: ADD}}, "
                                                    "{applyTo: HTTP_ROUTE, patch: {operation: REMOVE}}")),
                UnorderedElementsAre("MS0740 EnvoyFilter default/f", "MS0741 EnvoyFilter default/f"));
}

TEST(Installations, AreNotTrustedBlindly) {
    const std::string keys = "apiVersion: security.istio.io/v1\nkind: RequestAuthentication\nmetadata: "
                             "{name: keys}\nspec: {jwtRules: [{issuer: a}]}\n---\n";
    const auto istiod = [](const std::string& env) {
        return "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: istiod, labels: {app: "
               "istiod}}\nspec: {template: {spec: {containers: "
               "[{name: d, env: [" +
               env + "]}]}}}\n";
    };
    EXPECT_THAT(
        findings_of("blocked-cidrs", keys + istiod("{name: BLOCKED_CIDRS_IN_JWKS_URIS, value: 10.0.0.0/8}")),
        IsEmpty());
    EXPECT_THAT(findings_of("blocked-cidrs", keys + istiod("")),
                ElementsAre("MS0757 Deployment default/istiod"));
    const auto crd = [](const std::string& version) {
        return "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {name: "
               "tlsroutes.gateway.networking.k8s.io, "
               "annotations: {gateway.networking.k8s.io/bundle-version: " +
               version + "}}\n";
    };
    EXPECT_THAT(findings_of("gateway-api-version", crd("v1.5.0-rc.1")), IsEmpty());
    EXPECT_THAT(findings_of("gateway-api-version", crd("v1.4.9")),
                ElementsAre("MS0758 CustomResourceDefinition tlsroutes.gateway.networking.k8s.io"));
}

TEST(Selectors, MissGatewaysOfTheGatewayApi) {
    const std::string policy = "apiVersion: security.istio.io/v1\nkind: AuthorizationPolicy\nmetadata: "
                               "{name: a}\nspec: {selector: {matchLabels: {app: web}}}\n";
    EXPECT_THAT(findings_of("gateway-api-selectors", pod("app: web") + policy), IsEmpty());
    EXPECT_THAT(findings_of("gateway-api-selectors",
                            pod("app: web, gateway.networking.k8s.io/gateway-name: gw") + policy),
                ElementsAre("MS0752 AuthorizationPolicy default/a"));
}

TEST(Conditions, OfTheClusterAreRepeated) {
    const auto service = [](const std::string& status) {
        return "apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {}\nstatus: {conditions: [{type: "
               "Bound, status: '" +
               status + "'}]}\n";
    };
    EXPECT_THAT(findings_of("conditions", service("True")), IsEmpty());
    EXPECT_THAT(findings_of("conditions", service("False")), ElementsAre("MS0754 Service default/web"));
}

TEST(Workloads, AgreeWithTheirServices) {
    const auto world = [](const std::string& a, const std::string& b) {
        return name_space("default", "istio-injection: enabled") +
               "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: {template: {metadata: "
               "{labels: {app: web}}, spec: {containers: "
               "[{name: w}]}}}\n---\napiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec: {selector: "
               "{app: web}, ports: [" +
               a +
               "]}\n---\napiVersion: v1\nkind: Service\nmetadata: {name: b}\nspec: {selector: {app: web}, "
               "ports: [" +
               b + "]}\n";
    };
    EXPECT_THAT(findings_of("service-associations",
                            world("{port: 80, targetPort: 8080}", "{port: 81, targetPort: 8081}")),
                IsEmpty());
    EXPECT_THAT(findings_of("service-associations",
                            world("{port: 80, targetPort: 8080}", "{port: 81, targetPort: 8080}")),
                ElementsAre("MS0726 Deployment default/web"));
    EXPECT_THAT(
        findings_of("service-associations", world("{port: 80, protocol: TCP}", "{port: 80, protocol: UDP}")),
        ElementsAre("MS0711 Deployment default/web"));
}

TEST(Workloads, DoNotRunAsTheProxysUser) {
    const auto run_as = [](const std::string& user) {
        return "apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec: {containers: [{name: w, "
               "securityContext: {runAsUser: " +
               user + "}}]}\n";
    };
    EXPECT_THAT(findings_of("application-uid", run_as("1338")), IsEmpty());
    EXPECT_THAT(findings_of("application-uid", run_as("1337")), ElementsAre("MS0731 Pod default/web"));
}

TEST(Deprecations, NameTheReplacement) {
    EXPECT_THAT(findings_of("deprecations",
                            "apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: {name: a}\n"
                            "spec: {http: [{fault: {delay: {percent: 5, fixedDelay: 1s}}}]}\n"),
                ElementsAre("MS0760 VirtualService default/a"));
    EXPECT_THAT(
        findings_of("deprecations",
                    "apiVersion: rbac.istio.io/v1alpha1\nkind: ServiceRole\nmetadata: {name: a}\nspec: {}\n"),
        ElementsAre("MS0760 ServiceRole default/a"));
}

TEST(MeshNetworks, NameKnownRegistries) {
    const auto config = [](const std::string& registry) {
        return "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: istio, namespace: istio-system}\ndata:\n  "
               "meshNetworks: |\n"
               "    networks: {n1: {endpoints: [{fromRegistry: " +
               registry + "}]}}\n";
    };
    EXPECT_THAT(findings_of("mesh-networks", config("Kubernetes")), IsEmpty());
    EXPECT_THAT(findings_of("mesh-networks", config("elsewhere")),
                ElementsAre("MS0715 ConfigMap istio-system/istio"));
}

} // namespace

} // namespace meshcast::analysis
