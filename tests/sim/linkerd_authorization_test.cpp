#include "scenarios/import/kubernetes.h"
#include "sim/policy/authorization/linkerd_authorization.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace meshcast {

namespace {

/// A pod `app: web` with port http (8080), and policy objects beside it.
class LinkerdPolicies : public testing::Test {
  protected:
    void object(const std::string& kind, const std::string& name, const std::string& spec,
                const std::string& extra = "") {
        text_ += "---\napiVersion: policy.linkerd.io/v1beta3\nkind: " + kind + "\nmetadata: {name: " + name +
                 ", namespace: shop" + extra + "}\nspec: " + spec + "\n";
    }

    void server(const std::string& more = "") {
        object("Server", "web", "{podSelector: {matchLabels: {app: web}}, port: http" + more + "}",
               ", labels: {s: web}");
    }

    void authenticated() { object("MeshTLSAuthentication", "everybody", "{identities: ['*']}"); }

    void policy(const std::string& name, const std::string& kind, const std::string& target,
                const std::string& required) {
        const std::string group = kind == "Namespace" ? "" : "group: policy.linkerd.io, ";
        object("AuthorizationPolicy", name,
               "{targetRef: {" + group + "kind: " + kind + ", name: " + target +
                   "}, requiredAuthenticationRefs: [" + required + "]}");
    }

    void route(const std::string& name, const std::string& path) {
        object(
            "HTTPRoute", name,
            "{parentRefs: [{group: policy.linkerd.io, kind: Server, name: web}], rules: [{matches: [{path: "
            "{type: Exact, value: " +
                path + "}}]}]}");
    }

    AccessDecision decide(bool meshed, const std::string& path = "/",
                          const std::string& address = "10.1.1.1") {
        const std::string pod =
            "{apiVersion: v1, kind: Namespace, metadata: {name: shop, annotations: {" +
            namespace_annotations_ +
            "}}}\n---\n{apiVersion: v1, kind: Pod, metadata: {name: web, namespace: shop, labels: {app: "
            "web}, "
            "annotations: {" +
            pod_annotations_ +
            "}}, spec: {containers: [{name: a, ports: [{name: http, containerPort: 8080}], readinessProbe: "
            "{httpGet: {path: '/ready?x=1', port: http}}}]}}\n";
        Diagnostics diagnostics;
        const std::vector<SourceFile> files{{"m.yaml", pod + text_}};
        const Imported imported = import_manifests(files, diagnostics);
        const Directory directory(imported.topology);
        AccessRequest request{.source_address = address, .port = 8080, .host = "web", .path = path};
        request.protocol = protocol_;
        if (meshed) {
            request.peer = peer_;
        }
        return LinkerdAuthorization(imported.security, imported.routing, directory)
            .at(imported.topology.workloads.front(), 8080)
            .decide(request);
    }

    std::string text_;
    std::string pod_annotations_;
    std::string namespace_annotations_;
    PeerIdentity peer_{"cluster.local", "shop", "default"};
    AccessRequest::Protocol protocol_ = AccessRequest::Protocol::Http;
};

constexpr const char* kEverybody = "{group: policy.linkerd.io, kind: MeshTLSAuthentication, name: everybody}";

TEST_F(LinkerdPolicies, WithoutAServerTheDefaultPolicyCountsThePodsBeforeTheNamespaces) {
    EXPECT_TRUE(decide(false).allowed);
    namespace_annotations_ = "config.linkerd.io/default-inbound-policy: all-authenticated";
    EXPECT_FALSE(decide(false).allowed);
    EXPECT_TRUE(decide(true).allowed);
    pod_annotations_ = "config.linkerd.io/default-inbound-policy: deny";
    EXPECT_EQ(decide(true).status, 403);
    pod_annotations_ = "config.linkerd.io/default-inbound-policy: cluster-unauthenticated";
    EXPECT_TRUE(decide(false).allowed);
    EXPECT_FALSE(decide(false, "/", "8.8.8.8").allowed);
    pod_annotations_ = "config.linkerd.io/default-inbound-policy: audit";
    EXPECT_TRUE(decide(false).allowed);
    EXPECT_THAT(decide(false).logged, testing::ElementsAre("default policy audit"));
}

TEST_F(LinkerdPolicies, AServerWithoutAuthorizationDeniesItsPort) {
    server();
    const AccessDecision decision = decide(true);
    EXPECT_FALSE(decision.allowed);
    EXPECT_EQ(decision.object, "Server shop/web");
    text_.clear();
    server(", accessPolicy: all-unauthenticated");
    EXPECT_TRUE(decide(false).allowed);
}

TEST_F(LinkerdPolicies, PoliciesAreOrAndTheirAuthenticationsAnd) {
    server();
    authenticated();
    object("NetworkAuthentication", "near",
           "{networks: [{cidr: 10.1.1.1}, {cidr: 10.2.0.0/16, except: [10.2.9.0/24]}]}");
    policy("both", "Server", "web",
           std::string(kEverybody) + ", {group: policy.linkerd.io, kind: NetworkAuthentication, name: near}");
    EXPECT_TRUE(decide(true).allowed);
    EXPECT_FALSE(decide(false).allowed);
    EXPECT_FALSE(decide(true, "/", "10.1.1.2").allowed);
    EXPECT_TRUE(decide(true, "/", "10.2.0.1").allowed);
    EXPECT_FALSE(decide(true, "/", "10.2.9.1").allowed);
    policy("from-near", "Server", "web",
           "{group: policy.linkerd.io, kind: NetworkAuthentication, name: near}");
    EXPECT_TRUE(decide(false).allowed);
}

TEST_F(LinkerdPolicies, AnEmptyListAuthorizesEverybodyAndAMissingAuthenticationNobody) {
    server();
    policy("p", "Server", "web", kEverybody);
    EXPECT_FALSE(decide(true).allowed);
    policy("q", "Namespace", "shop", "");
    EXPECT_TRUE(decide(false).allowed);
}

TEST_F(LinkerdPolicies, IdentitiesAreNamesAccountsOrNamespaces) {
    server();
    object("MeshTLSAuthentication", "them",
           "{identities: ['web.other.serviceaccount.identity.linkerd.cluster.local'], identityRefs: [{kind: "
           "ServiceAccount, name: own}, {kind: Namespace, name: friends}]}");
    policy("p", "Server", "web", "{group: policy.linkerd.io, kind: MeshTLSAuthentication, name: them}");
    const auto admits = [&](const std::string& name_space, const std::string& account) {
        peer_ = {"cluster.local", name_space, account};
        return decide(true).allowed;
    };
    EXPECT_TRUE(admits("other", "web"));
    EXPECT_FALSE(admits("other", "cart"));
    EXPECT_TRUE(admits("shop", "own"));
    EXPECT_FALSE(admits("other", "own"));
    EXPECT_TRUE(admits("friends", "anybody"));
}

TEST_F(LinkerdPolicies, RoutesHaveTheirOwnAuthorizationsAndTheServersAndElseThereIsNothing) {
    server();
    authenticated();
    route("root", "/");
    route("other", "/other");
    policy("p", "HTTPRoute", "root", kEverybody);
    EXPECT_TRUE(decide(true).allowed);
    EXPECT_EQ(decide(false).status, 403);
    EXPECT_EQ(decide(true, "/other").status, 403);
    EXPECT_EQ(decide(true, "/nowhere").status, 404);
    EXPECT_EQ(decide(false, "/ready").status, 404);
    policy("s", "Server", "web", kEverybody);
    EXPECT_TRUE(decide(true, "/other").allowed);
    EXPECT_FALSE(decide(false, "/other").allowed);
}

TEST_F(LinkerdPolicies, HealthChecksAreLetInWhereThereAreNoRoutes) {
    server();
    EXPECT_TRUE(decide(false, "/ready").allowed);
    EXPECT_FALSE(decide(false, "/readyz").allowed);
}

TEST_F(LinkerdPolicies, ServerAuthorizationsNameServersOrSelectThem) {
    server();
    object("ServerAuthorization", "a", "{server: {name: other}, client: {unauthenticated: true}}");
    EXPECT_FALSE(decide(false).allowed);
    object("ServerAuthorization", "b",
           "{server: {selector: {matchLabels: {s: web}}}, client: {networks: [{cidr: 10.0.0.0/8}], "
           "unauthenticated: "
           "true}}");
    EXPECT_TRUE(decide(false).allowed);
    EXPECT_FALSE(decide(false, "/", "8.8.8.8").allowed);
    object("ServerAuthorization", "c",
           "{server: {name: web}, client: {meshTLS: {serviceAccounts: [{name: default, namespace: shop}]}}}");
    EXPECT_TRUE(decide(true, "/", "8.8.8.8").allowed);
}

TEST_F(LinkerdPolicies, ConnectionsAreClosed) {
    server(", proxyProtocol: opaque");
    EXPECT_TRUE(decide(true).closed);
    protocol_ = AccessRequest::Protocol::Grpc;
    text_.clear();
    server();
    EXPECT_EQ(decide(true).grpc_status, "PERMISSION_DENIED");
}

TEST_F(LinkerdPolicies, PortsMayPassTheProxyByOrInsistOnIdentities) {
    server();
    pod_annotations_ = "config.linkerd.io/skip-inbound-ports: '25,8000-8100'";
    EXPECT_TRUE(decide(false).allowed);
    text_.clear();
    pod_annotations_ = "config.linkerd.io/proxy-require-identity-inbound-ports: '8080'";
    EXPECT_FALSE(decide(false).allowed);
    EXPECT_TRUE(decide(true).allowed);
}

} // namespace

} // namespace meshcast
