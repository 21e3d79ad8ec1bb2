#include "tests/sim/policy/network_world.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

namespace meshcast {

namespace {

using testing::HasSubstr;

/// A NetworkPolicy of namespace shop.
NetworkWorld with_policy(const std::string& spec) {
    return NetworkWorld(
        kNetworkPods +
        "{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: p, namespace: "
        "shop}, spec: " +
        spec + "}");
}

TEST(NetworkPolicies, AllowEverythingWhereThereAreNone) {
    const NetworkWorld world(kNetworkPods);
    EXPECT_EQ(world.verdict("web", "db"), "allow");
    EXPECT_THAT(world.why("web", "db"), HasSubstr("no policy isolates shop/db for ingress"));
}

TEST(NetworkPolicies, IsolateIngressWithoutTypesAndEgressOnlyWithRulesForIt) {
    const NetworkWorld world = with_policy("{podSelector: {matchLabels: {app: api}}}");
    EXPECT_EQ(world.verdict("web", "api"), "deny-ingress");
    EXPECT_EQ(world.verdict("api", "web"), "allow");
    const NetworkWorld both =
        with_policy("{podSelector: {matchLabels: {app: api}}, egress: [{to: [{podSelector: "
                    "{matchLabels: {app: db}}}]}]}");
    EXPECT_EQ(both.verdict("web", "api"), "deny-ingress");
    EXPECT_EQ(both.verdict("api", "web"), "deny-egress");
    EXPECT_EQ(both.verdict("api", "db"), "allow");
}

TEST(NetworkPolicies, IgnoreRulesOfTypesThatAreNotListed) {
    const NetworkWorld world =
        with_policy("{podSelector: {}, policyTypes: [Egress], ingress: [{from: [{podSelector: {}}]}]}");
    EXPECT_EQ(world.verdict("web", "api"), "deny-egress");
    EXPECT_EQ(world.verdict("other/web", "api"), "allow");
}

TEST(NetworkPolicies, TakeMissingAndEmptyListsForEverything) {
    for (const std::string rule : {"{}", "{from: []}", "{from: [], ports: []}"}) {
        const NetworkWorld world = with_policy("{podSelector: {}, ingress: [" + rule + "]}");
        EXPECT_EQ(world.verdict("other/web", "api", 1234), "allow") << rule;
        EXPECT_EQ(world.ask(Party::outside(parse_address("1.2.3.4")), world.pod("api")).verdict,
                  NetworkDecision::Verdict::Allowed);
    }
}

TEST(NetworkPolicies, MeanTheirOwnNamespaceUnlessOneIsSelected) {
    const NetworkWorld own = with_policy("{podSelector: {}, ingress: [{from: [{podSelector: {}}]}]}");
    EXPECT_EQ(own.verdict("web", "api"), "allow");
    EXPECT_EQ(own.verdict("other/web", "api"), "deny-ingress");
    const NetworkWorld all = with_policy("{podSelector: {}, ingress: [{from: [{namespaceSelector: {}}]}]}");
    EXPECT_EQ(all.verdict("other/web", "api"), "allow");
    EXPECT_EQ(all.ask(Party::outside(parse_address("1.2.3.4")), all.pod("api")).verdict,
              NetworkDecision::Verdict::DeniedAtIngress);
}

TEST(NetworkPolicies, JoinSelectorsInOnePeerByAndPeersByOr) {
    const NetworkWorld world = with_policy(
        "{podSelector: {matchLabels: {app: db}}, ingress: [{from: [{namespaceSelector: {matchLabels: "
        "{team: blue}}, podSelector: {matchLabels: {app: web}}}, {podSelector: {matchLabels: {app: "
        "api}}}]}]}");
    EXPECT_EQ(world.verdict("other/web", "db"), "allow");
    EXPECT_EQ(world.verdict("web", "db"), "deny-ingress");
    EXPECT_EQ(world.verdict("api", "db"), "allow");
}

TEST(NetworkPolicies, KnowEveryNamespaceByItsName) {
    const NetworkWorld world = with_policy("{podSelector: {matchLabels: {app: db}}, ingress: [{from: "
                                           "[{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: "
                                           "shop}}}]}]}");
    EXPECT_EQ(world.verdict("web", "db"), "allow");
    EXPECT_EQ(world.verdict("other/web", "db"), "deny-ingress");
}

TEST(NetworkPolicies, CountPortsOfTheDestinationByTransport) {
    const NetworkWorld world = with_policy("{podSelector: {}, ingress: [{ports: [{port: 80, endPort: 90}, "
                                           "{protocol: UDP}, {port: http}]}]}");
    EXPECT_EQ(world.verdict("web", "db", 79), "deny-ingress");
    EXPECT_EQ(world.verdict("web", "db", 80), "allow");
    EXPECT_EQ(world.verdict("web", "db", 90), "allow");
    EXPECT_EQ(world.verdict("web", "db", 91), "deny-ingress");
    EXPECT_EQ(world.verdict("web", "db", 7, Transport::Udp), "allow");
    EXPECT_EQ(world.verdict("web", "db", 80, Transport::Sctp), "deny-ingress");
    EXPECT_EQ(world.verdict("web", "api", 8080), "allow"); // its port is called so
    EXPECT_EQ(world.verdict("web", "db", 8080), "deny-ingress");
}

TEST(NetworkPolicies, ResolveNamedPortsOfEgressOnTheDestinationAndByTransport) {
    const NetworkWorld world = with_policy(
        "{podSelector: {matchLabels: {app: web}}, egress: [{ports: [{port: http}, {port: dns}]}]}");
    EXPECT_EQ(world.verdict("web", "api", 8080), "allow");
    EXPECT_EQ(world.verdict("web", "api", 80), "deny-egress");
    EXPECT_EQ(world.verdict("web", "api", 53), "deny-egress"); // the rule means TCP, the pod UDP
    EXPECT_EQ(world.verdict("web", "api", 53, Transport::Udp), "deny-egress");
}

TEST(NetworkPolicies, LetIcmpPassOnlyWhereNoPortsAreNamed) {
    EXPECT_EQ(with_policy("{podSelector: {}, ingress: [{from: [{podSelector: {}}]}]}")
                  .verdict("web", "db", 8, std::nullopt),
              "allow");
    EXPECT_EQ(with_policy("{podSelector: {}, ingress: [{ports: [{port: 80}]}]}")
                  .verdict("web", "db", 8, std::nullopt),
              "deny-ingress");
}

TEST(NetworkPolicies, MatchBlocksAgainstPodsAndTheOutside) {
    const std::string spec = "{podSelector: {matchLabels: {app: web}}, ingress: [{from: [{ipBlock: {cidr: "
                             "10.0.0.0/16, except: [10.0.1.0/24]}}, {ipBlock: {cidr: 2001:db8::/32}}]}]}";
    const NetworkWorld world = with_policy(spec);
    EXPECT_EQ(world.verdict("api", "web"), "allow");
    EXPECT_EQ(world.verdict("db", "web"), "allow"); // by its second address
    EXPECT_EQ(world.ask(Party::outside(parse_address("10.0.1.9")), world.pod("web")).verdict,
              NetworkDecision::Verdict::DeniedAtIngress);
    EXPECT_EQ(world.ask(Party::outside(parse_address("10.0.9.9")), world.pod("web")).verdict,
              NetworkDecision::Verdict::Allowed);
    EXPECT_EQ(world.ask(Party::outside(std::nullopt), world.pod("web")).verdict,
              NetworkDecision::Verdict::DeniedAtIngress);
}

TEST(NetworkPolicies, NameTheRuleOrThePolicyThatDecides) {
    const NetworkWorld world(kNetworkPods + R"(
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: p, namespace: shop}
spec:
  podSelector: {}
  ingress:
  - from: [{podSelector: {matchLabels: {app: web}}}]
)");
    EXPECT_THAT(world.why("web", "db"), HasSubstr("NetworkPolicy shop/p (m.yaml:"));
    EXPECT_THAT(world.why("web", "db"), HasSubstr("allows ingress from shop/web to TCP port 80 of shop/db"));
    EXPECT_THAT(world.why("api", "db"),
                HasSubstr("isolates shop/db, and no rule allows ingress from shop/api"));
    const NetworkDecision allowed = world.ask(world.pod("web"), world.pod("db"));
    const NetworkDecision denied = world.ask(world.pod("api"), world.pod("db"));
    EXPECT_EQ(allowed.origin().line, denied.origin().line + 6);
    ASSERT_EQ(isolating(world.index(), world.pod("db").pod, Direction::Ingress).size(), 1U);
    EXPECT_TRUE(isolating(world.index(), world.pod("db").pod, Direction::Egress).empty());
}

TEST(NetworkPolicies, LetInAPodsOwnNodeAndLeavePodsOnTheNodesNetworkAlone) {
    const NetworkWorld world(kNetworkPods + R"(
{apiVersion: v1, kind: Pod, metadata: {name: agent, namespace: shop}, spec: {hostNetwork: true, containers: [{name: c}]}}
---
{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: p, namespace: shop}, spec: {podSelector: {}, ingress: [{from: [{podSelector: {}}]}]}}
)");
    const Party node{Party::kNoPod, Entity::Host, std::nullopt, nullptr, {}};
    EXPECT_EQ(world.ask(node, world.pod("db")).verdict, NetworkDecision::Verdict::Allowed);
    EXPECT_EQ(world.verdict("other/web", "agent"), "allow");
    EXPECT_EQ(world.verdict("agent", "db"), "deny-ingress");
}

/// An AdminNetworkPolicy whose one rule is for everybody's ingress.
std::string admin(const std::string& name, int priority, const std::string& action) {
    return fmt::format(
        "{{apiVersion: policy.networking.k8s.io/v1alpha1, kind: AdminNetworkPolicy, metadata: "
        "{{name: {}}}, spec: {{priority: {}, subject: {{namespaces: {{}}}}, ingress: [{{action: "
        "{}, from: [{{namespaces: {{}}}}]}}]}}}}\n---\n",
        name, priority, action);
}

const std::string kBaselineDeny =
    "{apiVersion: policy.networking.k8s.io/v1alpha1, kind: BaselineAdminNetworkPolicy, metadata: {name: "
    "default}, "
    "spec: {subject: {namespaces: {}}, ingress: [{action: Deny, from: [{namespaces: {}}]}]}}\n---\n";

const std::string kAllowFromShop =
    "{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: p, namespace: shop}, spec: "
    "{podSelector: {}, ingress: [{from: [{podSelector: {}}]}]}}\n---\n";

TEST(AdminNetworkPolicies, AreAskedFirstAndByPriority) {
    EXPECT_EQ(NetworkWorld(kNetworkPods + kAllowFromShop + admin("a", 5, "Deny")).verdict("web", "db"),
              "deny-ingress");
    EXPECT_EQ(
        NetworkWorld(kNetworkPods + admin("a", 5, "Deny") + admin("b", 4, "Allow")).verdict("web", "db"),
        "allow");
    EXPECT_EQ(NetworkWorld(kNetworkPods + admin("a", 5, "Allow") + admin("b", 6, "Deny") + kAllowFromShop)
                  .verdict("other/web", "db"),
              "allow");
}

TEST(AdminNetworkPolicies, PassToNamespacesAndThenTheBaseline) {
    const std::string pass = admin("a", 1, "Pass") + admin("b", 2, "Deny");
    EXPECT_EQ(NetworkWorld(kNetworkPods + pass).verdict("web", "db"), "allow");
    EXPECT_EQ(NetworkWorld(kNetworkPods + pass + kBaselineDeny).verdict("web", "db"), "deny-ingress");
    const NetworkWorld all(kNetworkPods + pass + kBaselineDeny + kAllowFromShop);
    EXPECT_EQ(all.verdict("web", "db"), "allow");
    EXPECT_EQ(all.verdict("other/web", "db"), "deny-ingress");
    EXPECT_EQ(all.verdict("db", "other/web"), "deny-ingress"); // no NetworkPolicy there, the baseline decides
}

TEST(AdminNetworkPolicies, MeanPortsNetworksAndNodes) {
    const NetworkWorld world(kNetworkPods + R"(
apiVersion: policy.networking.k8s.io/v1alpha1
kind: AdminNetworkPolicy
metadata: {name: a}
spec:
  priority: 1
  subject: {pods: {namespaceSelector: {}, podSelector: {matchLabels: {app: web}}}}
  egress:
  - {action: Deny, to: [{pods: {namespaceSelector: {}, podSelector: {}}}], ports: [{namedPort: dns}, {portRange: {start: 10, end: 20}}]}
  - {action: Deny, to: [{networks: [1.0.0.0/8]}, {nodes: {matchLabels: {zone: a}}}], ports: [{portNumber: {protocol: TCP, port: 443}}]}
)");
    EXPECT_EQ(world.verdict("web", "api", 53, Transport::Udp), "deny-egress");
    EXPECT_EQ(world.verdict("web", "api", 53), "allow");
    EXPECT_EQ(world.verdict("web", "db", 20), "deny-egress");
    EXPECT_EQ(world.verdict("web", "db", 21), "allow");
    EXPECT_EQ(world.verdict("api", "db", 20), "allow");
    using Verdict = NetworkDecision::Verdict;
    EXPECT_EQ(world.ask(world.pod("web"), Party::outside(parse_address("1.2.3.4")), 443).verdict,
              Verdict::DeniedAtEgress);
    EXPECT_EQ(world.ask(world.pod("web"), Party::outside(parse_address("2.2.3.4")), 443).verdict,
              Verdict::Allowed);
    const Labels node{{"zone", "a"}};
    EXPECT_EQ(world.ask(world.pod("web"), {Party::kNoPod, Entity::RemoteNode, std::nullopt, &node, {}}, 443)
                  .verdict,
              Verdict::DeniedAtEgress);
}

} // namespace

} // namespace meshcast
