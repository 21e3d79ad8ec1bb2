#include "tests/sim/policy/network_world.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

namespace meshcast {

namespace {

std::string cilium_policy(const std::string& name, const std::string& spec) {
    return fmt::format(
        "{{apiVersion: cilium.io/v2, kind: CiliumNetworkPolicy, metadata: {{name: {}, namespace: "
        "shop}}, spec: {}}}\n---\n",
        name, spec);
}

NetworkWorld with_cilium(const std::string& spec) {
    return NetworkWorld(kNetworkPods + cilium_policy("p", spec));
}

RequestFacts get(std::string path) {
    RequestFacts request;
    request.path = std::move(path);
    return request;
}

TEST(CiliumPolicies, IsolateOnlyTheDirectionsThatHaveRules) {
    const NetworkWorld empty = with_cilium("{endpointSelector: {}, ingress: [{}]}");
    EXPECT_EQ(empty.verdict("web", "db"), "deny-ingress");
    EXPECT_EQ(empty.verdict("web", "other/web"), "allow");
    EXPECT_EQ(with_cilium("{endpointSelector: {}, ingress: []}").verdict("web", "db"), "allow");
    const NetworkWorld deny = with_cilium("{endpointSelector: {}, egressDeny: [{toEntities: [world]}]}");
    EXPECT_EQ(deny.verdict("web", "db"), "deny-egress");
}

TEST(CiliumPolicies, LetTheDefaultDenyBeSwitchedOff) {
    const NetworkWorld world = with_cilium(
        "{endpointSelector: {}, enableDefaultDeny: {ingress: false}, ingressDeny: [{fromEndpoints: "
        "[{matchLabels: {app: web}}]}]}");
    EXPECT_EQ(world.verdict("web", "db"), "deny-ingress");
    EXPECT_EQ(world.verdict("api", "db"), "allow");
}

TEST(CiliumPolicies, LetADenyBeatAllThatAllows) {
    const NetworkWorld world(
        kNetworkPods + cilium_policy("allow", "{endpointSelector: {}, ingress: [{fromEntities: [all]}]}") +
        cilium_policy("deny",
                      "{endpointSelector: {}, ingressDeny: [{toPorts: [{ports: [{port: \"80\", endPort: 90, "
                      "protocol: TCP}]}]}]}"));
    EXPECT_EQ(world.verdict("web", "db", 85), "deny-ingress");
    EXPECT_EQ(world.verdict("web", "db", 91), "allow");
    EXPECT_EQ(world.verdict("web", "db", 85, Transport::Udp), "allow");
    EXPECT_EQ(world.verdict("web", "db", 8, std::nullopt), "allow");
}

TEST(CiliumPolicies, TellEmptyPeersFromMissingOnes) {
    const std::string ports = "toPorts: [{ports: [{port: \"80\"}]}]";
    EXPECT_EQ(with_cilium("{endpointSelector: {}, ingress: [{" + ports + "}]}").verdict("other/web", "db"),
              "allow");
    EXPECT_EQ(with_cilium("{endpointSelector: {}, ingress: [{fromEndpoints: [], " + ports + "}]}")
                  .verdict("web", "db"),
              "deny-ingress");
}

TEST(CiliumPolicies, MeanTheirNamespaceUnlessASelectorNamesOne) {
    EXPECT_EQ(
        with_cilium("{endpointSelector: {}, ingress: [{fromEndpoints: [{}]}]}").verdict("other/web", "db"),
        "deny-ingress");
    for (const std::string label :
         {"io.kubernetes.pod.namespace: other", "\"k8s:io.kubernetes.pod.namespace\": other",
          "io.cilium.k8s.namespace.labels.team: blue"}) {
        const NetworkWorld world = with_cilium(
            "{endpointSelector: {}, ingress: [{fromEndpoints: [{matchLabels: {" + label + "}}]}]}");
        EXPECT_EQ(world.verdict("other/web", "db"), "allow") << label;
        EXPECT_EQ(world.verdict("web", "db"), "deny-ingress") << label;
    }
    const NetworkWorld everywhere(kNetworkPods + R"(
{apiVersion: cilium.io/v2, kind: CiliumClusterwideNetworkPolicy, metadata: {name: c}, spec: {endpointSelector: {}, ingress: [{fromEndpoints: [{}]}]}}
)");
    EXPECT_EQ(everywhere.verdict("other/web", "db"), "allow");
    EXPECT_EQ(everywhere.ask(Party::outside(parse_address("1.2.3.4")), everywhere.pod("db")).verdict,
              NetworkDecision::Verdict::DeniedAtIngress);
}

TEST(CiliumPolicies, KnowPodsByAccountAndClusterAndEntities) {
    const NetworkWorld account =
        with_cilium("{endpointSelector: {}, ingress: [{fromEndpoints: [{matchLabels: "
                    "{io.cilium.k8s.policy.serviceaccount: web-account}}]}]}");
    EXPECT_EQ(account.verdict("web", "db"), "allow");
    EXPECT_EQ(account.verdict("api", "db"), "deny-ingress");
    const NetworkWorld cluster = with_cilium("{endpointSelector: {}, ingress: [{fromEntities: [cluster]}]}");
    EXPECT_EQ(cluster.verdict("other/web", "db"), "allow");
    EXPECT_EQ(cluster.ask(Party::outside(parse_address("1.2.3.4")), cluster.pod("db")).verdict,
              NetworkDecision::Verdict::DeniedAtIngress);
}

TEST(CiliumPolicies, MatchBlocksAndNamesAgainstTheOutsideOnly) {
    const NetworkWorld world =
        with_cilium("{endpointSelector: {}, egress: [{toCIDR: [10.0.0.0/8]}, {toFQDNs: "
                    "[{matchPattern: \"*.example.com\"}]}]}");
    using Verdict = NetworkDecision::Verdict;
    EXPECT_EQ(world.verdict("web", "db"), "deny-egress");
    EXPECT_EQ(world.ask(world.pod("web"), Party::outside(parse_address("10.9.9.9"))).verdict,
              Verdict::Allowed);
    EXPECT_EQ(world.ask(world.pod("web"), Party::outside(parse_address("11.9.9.9"))).verdict,
              Verdict::DeniedAtEgress);
    Party named = Party::outside(std::nullopt);
    named.domain = "www.example.com";
    EXPECT_EQ(world.ask(world.pod("web"), named).verdict, Verdict::Allowed);
    named.domain = "a.www.example.com";
    EXPECT_EQ(world.ask(world.pod("web"), named).verdict, Verdict::DeniedAtEgress);
    EXPECT_TRUE(matches_domain("**.example.com", "a.www.example.com"));
    EXPECT_FALSE(matches_domain("**.example.com", "example.com"));
}

const std::string kHttp = "{endpointSelector: {matchLabels: {app: api}}, ingress: [{fromEndpoints: "
                          "[{matchLabels: {app: web}}], toPorts: "
                          "[{ports: [{port: HTTP, protocol: TCP}], rules: {http: [{method: GET, path: "
                          "\"/public/.*\"}, {path: /private, "
                          "headers: [\"X-Token: 42\"]}]}}]}]}";

TEST(CiliumPolicies, RefuseRequestsThatNoRuleOfTheirPortAllows) {
    const NetworkWorld world = with_cilium(kHttp);
    RequestFacts open = get("/public/a");
    RequestFacts closed = get("/private");
    EXPECT_EQ(world.verdict("web", "api", 8080, Transport::Tcp, &open), "allow");
    EXPECT_EQ(world.verdict("web", "api", 8080, Transport::Tcp, &closed), "deny-l7");
    closed.headers.emplace_back("x-token", "42");
    EXPECT_EQ(world.verdict("web", "api", 8080, Transport::Tcp, &closed), "allow");
    open.method = "POST";
    EXPECT_EQ(world.verdict("web", "api", 8080, Transport::Tcp, &open), "deny-l7");
    EXPECT_EQ(world.verdict("db", "api", 8080, Transport::Tcp, &open), "deny-ingress");
    EXPECT_EQ(world.verdict("web", "api", 81, Transport::Tcp, &open), "deny-ingress");
    EXPECT_EQ(world.verdict("web", "api", 8080), "allow"); // the connection is made
}

TEST(CiliumPolicies, LetAPlainRuleForThePeerLiftTheRulesForRequests) {
    const RequestFacts closed = get("/secret");
    const NetworkWorld world(
        kNetworkPods + cilium_policy("http", kHttp) +
        cilium_policy("plain", "{endpointSelector: {}, ingress: [{fromEndpoints: [{}]}]}"));
    EXPECT_EQ(world.verdict("web", "api", 8080, Transport::Tcp, &closed), "allow");
}

TEST(CiliumPolicies, CountTogetherWithThoseOfKubernetesWhichSeeItsLabels) {
    const NetworkWorld world(kNetworkPods +
                             cilium_policy("p", "{endpointSelector: {}, ingress: [{fromEndpoints: "
                                                "[{matchLabels: {app: api}}]}]}") +
                             R"(
{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: k, namespace: shop}, spec: {podSelector: {matchLabels: {app: db}}, ingress: [{from: [{podSelector: {matchExpressions: [{key: io.cilium.k8s.policy.serviceaccount, operator: In, values: [web-account]}]}}]}]}}
)");
    EXPECT_EQ(world.verdict("web", "db"), "allow");
    EXPECT_EQ(world.verdict("api", "db"), "allow");
    EXPECT_EQ(world.verdict("other/web", "db"), "deny-ingress");
    EXPECT_EQ(world.verdict("web", "api"), "deny-ingress");
}

TEST(CiliumPolicies, ReadEverySpecAndSelectServices) {
    const NetworkWorld world(kNetworkPods + R"(
{apiVersion: v1, kind: Service, metadata: {name: db, namespace: shop}, spec: {selector: {app: db}, ports: [{port: 80}]}}
---
apiVersion: cilium.io/v2
kind: CiliumNetworkPolicy
metadata: {name: p, namespace: shop}
specs:
- {endpointSelector: {matchLabels: {app: web}}, egress: [{toServices: [{k8sService: {serviceName: db, namespace: shop}}]}]}
- {endpointSelector: {matchLabels: {app: api}}, egress: [{icmps: [{fields: [{type: EchoRequest}]}]}]}
)");
    EXPECT_EQ(world.verdict("web", "db"), "allow");
    EXPECT_EQ(world.verdict("web", "api"), "deny-egress");
    EXPECT_EQ(world.verdict("api", "db", 8, std::nullopt), "allow");
    EXPECT_EQ(world.verdict("api", "db", 0, std::nullopt), "deny-egress");
    EXPECT_EQ(world.verdict("api", "db"), "deny-egress");
}

} // namespace

} // namespace meshcast
