#include "scenarios/diagnostics/catalogue.h"
#include "scenarios/import/kubernetes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace meshcast {

namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

struct MeshRead {
    Imported imported;
    std::vector<std::string> codes; // with line
    std::string text;
};

MeshRead read_mesh(const std::string& objects) {
    Diagnostics diagnostics;
    const std::vector<SourceFile> files{{"m.yaml", objects}};
    MeshRead result{import_manifests(files, diagnostics), {}, ""};
    for (const Diagnostic& diagnostic : diagnostics.sorted()) {
        result.codes.push_back(fmt::format("{}:{}", diagnostic.code(), diagnostic.where.line));
        result.text += to_string(diagnostic) + "\n";
    }
    return result;
}

constexpr const char* kOperator = R"(apiVersion: install.istio.io/v1alpha1
kind: IstioOperator
metadata: {name: mesh}
spec:
  meshConfig:
    rootNamespace: mesh-root
    trustDomain: prod.example
    trustDomainAliases: [old.example]
    enableAutoMtls: false
    outboundTrafficPolicy: {mode: REGISTRY_ONLY}
    pathNormalization: {normalization: MERGE_SLASHES}
    defaultConfig: {gatewayTopology: {numTrustedProxies: 2}}
    discoverySelectors: [{matchLabels: {mesh: "yes"}}]
    extensionProviders: [{name: authz, envoyExtAuthzHttp: {service: a.b, port: 80}}]
    ingressControllerMode: DEFAULT
  values:
    sidecarInjectorWebhook:
      enableNamespacesByDefault: true
      neverInjectSelector: [{matchExpressions: [{key: job, operator: Exists}]}]
    global: {proxy: {autoInject: disabled}}
)";

} // namespace

TEST(ImportMesh, ReadsAnIstioOperator) {
    const MeshRead result = read_mesh(kOperator);
    EXPECT_THAT(result.codes, IsEmpty()) << result.text;
    const MeshConfig& mesh = result.imported.security.mesh;
    EXPECT_EQ(mesh.root_namespace, "mesh-root");
    EXPECT_EQ(mesh.trust_domain, "prod.example");
    EXPECT_THAT(mesh.trust_domain_aliases, ElementsAre("old.example"));
    EXPECT_FALSE(mesh.auto_mtls);
    EXPECT_EQ(mesh.path_normalization, PathNormalization::MergeSlashes);
    EXPECT_EQ(mesh.num_trusted_proxies, 2);
    ASSERT_EQ(mesh.discovery_selectors.size(), 1U);
    ASSERT_EQ(mesh.extension_providers.size(), 1U);
    EXPECT_EQ(mesh.extension_providers.front().name, "authz");
    EXPECT_EQ(mesh.extension_providers.front().kind, "envoyExtAuthzHttp");
    EXPECT_EQ(mesh.extension_providers.front().origin.line, 14);
    EXPECT_EQ(mesh.ingress_mode, IngressControllerMode::Default);
    EXPECT_EQ(mesh.origin.line, 6);
    EXPECT_EQ(result.imported.routing.root_namespace, "mesh-root");
    EXPECT_TRUE(result.imported.routing.registry_only);
    const InjectionSettings& injection = result.imported.security.injection;
    EXPECT_TRUE(injection.namespaces_by_default);
    EXPECT_EQ(injection.policy, InjectionSettings::Policy::Disabled);
    EXPECT_EQ(injection.never.size(), 1U);
}

TEST(ImportMesh, ReadsTheTextInTheConfigMapWithItsLines) {
    const MeshRead result = read_mesh(R"(apiVersion: v1
kind: ConfigMap
metadata: {name: istio, namespace: istio-system}
data:
  mesh: |-
    rootNamespace: mesh-root
    pathNormalization:
      normalization: SOMEHOW
  meshNetworks: 'networks: {}'
)");
    EXPECT_EQ(result.imported.security.mesh.root_namespace, "mesh-root");
    EXPECT_THAT(result.codes, ElementsAre("MS0201:8")) << result.text;
}

TEST(ImportMesh, LeavesOtherConfigMapsAlone) {
    const MeshRead result = read_mesh(R"(apiVersion: v1
kind: ConfigMap
metadata: {name: settings}
data: {mesh: "rootNamespace: elsewhere"}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: istio-ca-root-cert}
data: {root-cert.pem: x}
)");
    EXPECT_EQ(result.imported.security.mesh.root_namespace, "istio-system");
    EXPECT_THAT(result.codes, ElementsAre("MS0901:1")) << result.text;
}

TEST(ImportMesh, TheFirstSettingsCount) {
    const MeshRead result = read_mesh(std::string(kOperator) + R"(---
apiVersion: v1
kind: ConfigMap
metadata: {name: istio, namespace: istio-system}
data: {mesh: "trustDomain: other.example"}
)");
    EXPECT_EQ(result.imported.security.mesh.trust_domain, "prod.example");
    EXPECT_THAT(result.text, HasSubstr("MS0620"));
}

TEST(ImportMesh, TheChartsNamespaceIsTheRootUnlessAnotherIsNamed) {
    const MeshRead result = read_mesh(R"(apiVersion: install.istio.io/v1alpha1
kind: IstioOperator
metadata: {name: mesh}
spec: {values: {global: {istioNamespace: control}}}
)");
    EXPECT_EQ(result.imported.routing.root_namespace, "control");
}

TEST(ImportMesh, SurvivesNonsense) {
    for (const char* text :
         {"data: {mesh: [1]}", "data: {mesh: \"a: [\"}", "data: {mesh: \"- 1\"}", "data: {mesh: {a: b}}",
          "data: {mesh: \"extensionProviders: 3\\ndefaultConfig: []\"}"}) {
        const MeshRead result = read_mesh(
            std::string("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: istio}\n") + text + "\n");
        EXPECT_THAT(result.codes, testing::Not(IsEmpty())) << text;
    }
}

TEST(ImportPeerAuthentication, SaysWhatHasNoEffect) {
    const MeshRead result = read_mesh(R"(apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: {name: a, namespace: shop}
spec: {mtls: {mode: STRICT}, portLevelMtls: {8080: {mode: DISABLE}}}
---
apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: {name: b, namespace: shop}
spec: {mtls: {mode: DISABLE}}
---
apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: {name: c, namespace: istio-system}
spec: {selector: {matchLabels: {app: web}}, mtls: {mode: STRICT}}
---
apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: {name: d, namespace: other}
spec: {selector: {matchLabels: {app: web}}, portLevelMtls: {http: {mode: STRICT}, 99999: {mode: STRICT}}}
)");
    EXPECT_THAT(result.codes, ElementsAre("MS0621:4", "MS0623:6", "MS0622:11", "MS0201:19", "MS0201:19"))
        << result.text;
}

} // namespace meshcast
