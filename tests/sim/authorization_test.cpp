#include "tests/sim/istio_policies.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace meshcast {

namespace {

using test::IstioPolicies;
using testing::HasSubstr;
using Protocol = AccessRequest::Protocol;

TEST_F(IstioPolicies, WithoutAnyEverythingComesThrough) {
    EXPECT_TRUE(allowed());
}

TEST_F(IstioPolicies, AnAllowWithoutRulesAllowsNothingAndARuleThatAsksNothingAllowsAll) {
    policy("{}");
    EXPECT_FALSE(allowed());
    policy("{rules: [{}]}");
    EXPECT_TRUE(allowed());
}

TEST_F(IstioPolicies, ADenyWithoutRulesDeniesNothing) {
    policy("{action: DENY}");
    EXPECT_TRUE(allowed());
}

TEST_F(IstioPolicies, DenyBeatsAllow) {
    policy("{rules: [{}]}");
    policy("{action: DENY, rules: [{to: [{operation: {methods: [DELETE]}}]}]}");
    EXPECT_TRUE(allowed());
    request_.method = "DELETE";
    const AccessDecision decision = decide();
    EXPECT_FALSE(decision.allowed);
    EXPECT_EQ(decision.status, 403);
    EXPECT_EQ(decision.object, "AuthorizationPolicy shop/p1");
    EXPECT_EQ(decision.details, "rbac_access_denied_matched_policy[ns[shop]-policy[p1]-rule[0]]");
    EXPECT_EQ(decision.origin.line, 10); // the rule, not the object
    EXPECT_THAT(decision.because, HasSubstr("denies"));
}

TEST_F(IstioPolicies, WhatNoAllowNamesIsDeniedByTheFirst) {
    policy("{rules: [{to: [{operation: {paths: [/ok]}}]}]}");
    const AccessDecision decision = decide();
    EXPECT_FALSE(decision.allowed);
    EXPECT_EQ(decision.details, "rbac_access_denied_matched_policy[none]");
    EXPECT_EQ(decision.object, "AuthorizationPolicy shop/p0");
}

TEST_F(IstioPolicies, PartsOfARuleAreAndEntriesOfAListAreOr) {
    policy("{rules: [{from: [{source: {namespaces: [a]}}, {source: {namespaces: [b]}}], to: [{operation: "
           "{methods: "
           "[GET], paths: [/x]}}], when: [{key: 'request.headers[v]', values: ['1']}]}]}");
    from("b", "s");
    request_.path = "/x?q=1";
    request_.headers = {{"V", "1"}};
    EXPECT_TRUE(allowed());
    request_.method = "POST";
    EXPECT_FALSE(allowed());
    request_.method = "GET";
    from("c", "s");
    EXPECT_FALSE(allowed());
    from("a", "s");
    request_.headers.clear();
    EXPECT_FALSE(allowed());
}

TEST_F(IstioPolicies, NegatedFieldsExclude) {
    policy("{rules: [{to: [{operation: {paths: [/a*], notPaths: [/ab]}}]}]}");
    request_.path = "/abc";
    EXPECT_TRUE(allowed());
    request_.path = "/ab";
    EXPECT_FALSE(allowed());
}

TEST_F(IstioPolicies, PlainTextCallersMatchNoSourceButNegatedOnes) {
    policy("{action: DENY, rules: [{from: [{source: {notPrincipals: ['*']}}]}]}");
    EXPECT_FALSE(allowed());
    from("a", "s");
    EXPECT_TRUE(allowed());
    objects_.clear();
    policy("{rules: [{from: [{source: {namespaces: ['*']}}]}]}");
    EXPECT_TRUE(allowed());
    request_.peer.reset();
    EXPECT_FALSE(allowed());
}

TEST_F(IstioPolicies, PrincipalsHaveFourFormsAndNoScheme) {
    from("a", "web");
    for (const char* written :
         {"cluster.local/ns/a/sa/web", "cluster.local/ns/a/*", "*/ns/a/sa/web", "*/sa/web", "'*'"}) {
        objects_.clear();
        const std::string value = written[0] == '*' ? "'" + std::string(written) + "'" : std::string(written);
        policy("{rules: [{from: [{source: {principals: [" + value + "]}}]}]}");
        EXPECT_TRUE(allowed()) << written;
    }
    objects_.clear();
    policy("{rules: [{from: [{source: {principals: ['spiffe://cluster.local/ns/a/sa/web']}}]}]}");
    EXPECT_FALSE(allowed());
}

TEST_F(IstioPolicies, ServiceAccountsAreOfThePolicysNamespaceUnlessTheySay) {
    policy("{rules: [{from: [{source: {serviceAccounts: [a/web, own]}}]}]}");
    from("a", "web");
    EXPECT_TRUE(allowed());
    from("shop", "own");
    EXPECT_TRUE(allowed());
    from("a", "own");
    EXPECT_FALSE(allowed());
}

TEST_F(IstioPolicies, TrustDomainsHaveAliases) {
    mesh_.trust_domain = "new";
    mesh_.trust_domain_aliases = {"old"};
    policy("{rules: [{from: [{source: {principals: [old/ns/a/sa/web]}}]}]}");
    from("a", "web", "new");
    EXPECT_TRUE(allowed());
    from("a", "web", "foreign");
    EXPECT_FALSE(allowed());
    objects_.clear();
    policy("{rules: [{from: [{source: {principals: [cluster.local/ns/a/sa/web]}}]}]}");
    from("a", "web", "old");
    EXPECT_TRUE(allowed());
    objects_.clear();
    policy("{rules: [{when: [{key: source.trustDomain, values: [new]}]}]}");
    EXPECT_TRUE(allowed());
}

TEST_F(IstioPolicies, OnConnectionsHttpFieldsMakeAllowsGoAndDeniesWider) {
    request_.protocol = Protocol::Tcp;
    policy("{rules: [{to: [{operation: {methods: [GET], ports: ['8080']}}]}]}");
    EXPECT_FALSE(allowed());
    objects_.clear();
    policy("{action: DENY, rules: [{to: [{operation: {methods: [GET], ports: ['8080']}}]}]}");
    const AccessDecision decision = decide();
    EXPECT_FALSE(decision.allowed);
    EXPECT_TRUE(decision.closed);
    EXPECT_EQ(decision.status, 0);
    request_.port = 9090;
    EXPECT_TRUE(allowed());
}

TEST_F(IstioPolicies, GrpcIsToldPermissionDenied) {
    request_.protocol = Protocol::Grpc;
    request_.method = "POST";
    request_.path = "/pkg.Echo/Say";
    policy("{rules: [{to: [{operation: {paths: [/pkg.Echo/Other]}}]}]}");
    EXPECT_EQ(decide().grpc_status, "PERMISSION_DENIED");
}

TEST_F(IstioPolicies, HostsIgnoreCaseAndKeepThePort) {
    policy("{rules: [{to: [{operation: {hosts: ['*.Example.com']}}]}]}");
    request_.host = "shop.eXample.COM";
    EXPECT_TRUE(allowed());
    request_.host += ":80";
    EXPECT_FALSE(allowed());
}

TEST_F(IstioPolicies, PathsAreNormalizedFirst) {
    policy("{action: DENY, rules: [{to: [{operation: {paths: [/admin]}}]}]}");
    request_.path = "/a/%2e%2e/admin";
    EXPECT_FALSE(allowed());
    request_.path = "//admin";
    EXPECT_TRUE(allowed());
    mesh_.path_normalization = PathNormalization::MergeSlashes;
    EXPECT_FALSE(allowed());
    request_.path = "/x%00";
    EXPECT_EQ(decide().status, 400);
}

TEST_F(IstioPolicies, AddressesOfTheOtherEndAndOfTheFirstClientDiffer) {
    request_.source_address = "10.0.0.5";
    request_.headers = {{"x-forwarded-for", "9.9.9.9, 1.2.3.4"}};
    policy("{rules: [{from: [{source: {ipBlocks: [10.0.0.0/8], remoteIpBlocks: [1.2.3.4]}}]}]}");
    EXPECT_TRUE(allowed()); // a sidecar believes the last entry, which a gateway wrote
    EnforcementPoint gateway = point_;
    gateway.kind = EnforcementPoint::Kind::Gateway;
    EXPECT_FALSE(decide_at(gateway).allowed); // it believes none
    mesh_.num_trusted_proxies = 1;
    EXPECT_TRUE(decide_at(gateway).allowed);
    mesh_.num_trusted_proxies = 3; // more than there are
    EXPECT_FALSE(decide_at(gateway).allowed);
}

TEST_F(IstioPolicies, ConditionsOnDestinationAndServerName) {
    request_.destination_address = "10.1.1.1";
    request_.sni = automatic_sni(80, "", "web.shop.svc.cluster.local");
    policy(
        "{rules: [{when: [{key: destination.ip, values: [10.1.0.0/16]}, {key: destination.port, notValues: "
        "['9090']}, {key: connection.sni, values: ['*.web.shop.svc.cluster.local']}]}]}");
    EXPECT_TRUE(allowed());
    request_.port = 9090;
    EXPECT_FALSE(allowed());
}

TEST_F(IstioPolicies, SelectorsReachTheirNamespaceAndTheRootsEverybody) {
    policy("{selector: {matchLabels: {app: web}}}", "elsewhere");
    EXPECT_TRUE(allowed());
    policy("{selector: {matchLabels: {app: other}}}");
    EXPECT_TRUE(allowed());
    policy("{selector: {matchLabels: {app: other}}}", "istio-system");
    EXPECT_TRUE(allowed());
    policy("{selector: {matchLabels: {app: web}}}", "istio-system");
    EXPECT_FALSE(allowed());
}

TEST_F(IstioPolicies, DryRunsAndAuditsOnlyLog) {
    policy("{action: AUDIT, rules: [{}]}");
    objects_.push_back(std::string(kHead) +
                       "AuthorizationPolicy\nmetadata: {name: dry, namespace: shop, annotations: "
                       "{istio.io/dry-run: 'true'}}\nspec: {}");
    const AccessDecision decision = decide();
    EXPECT_TRUE(decision.allowed);
    EXPECT_THAT(decision.logged, testing::ElementsAre("AuthorizationPolicy shop/p0"));
}

TEST_F(IstioPolicies, CustomComesFirstAndAsksItsProvider) {
    policy("{action: CUSTOM, provider: {name: ext}, rules: [{to: [{operation: {paths: [/x]}}]}]}");
    policy("{rules: [{}]}");
    std::string asked;
    authorizer_ = [&](const std::string& provider, const AccessRequest&) {
        asked = provider;
        return false;
    };
    EXPECT_TRUE(allowed());
    request_.path = "/x";
    EXPECT_EQ(decide().status, 403);
    EXPECT_EQ(asked, "ext");
    authorizer_ = {};
    EXPECT_TRUE(allowed());
    mesh_.origin.line = 1; // the mesh is declared, and has no such provider
    EXPECT_THAT(decide().because, HasSubstr("no extension provider"));
}

TEST_F(IstioPolicies, UnknownConditionsMakeARuleGo) {
    policy("{action: DENY, rules: [{when: [{key: source.mood, values: [bad]}]}]}");
    EXPECT_TRUE(allowed());
    policy("{rules: [{to: [{operation: {ports: [http]}}]}]}");
    EXPECT_FALSE(allowed());
}

// Ambient.

TEST_F(IstioPolicies, AZtunnelLeavesOutWhatIsOfRequests) {
    EnforcementPoint ztunnel = point_;
    ztunnel.kind = EnforcementPoint::Kind::Ztunnel;
    policy("{rules: [{to: [{operation: {methods: [GET]}}]}]}");
    EXPECT_FALSE(decide_at(ztunnel).allowed); // more restrictive than asked, never less
    objects_.clear();
    policy("{action: DENY, rules: [{to: [{operation: {methods: [GET]}}]}]}");
    EXPECT_TRUE(decide_at(ztunnel).allowed); // nothing is left of it
    objects_.clear();
    policy("{action: DENY, rules: [{from: [{source: {namespaces: [a]}}], to: [{operation: {methods: [PUT], "
           "ports: "
           "['8080']}}]}]}");
    from("a", "s");
    EXPECT_FALSE(decide_at(ztunnel).allowed); // without the method
    request_.port = 1;
    EXPECT_TRUE(decide_at(ztunnel).allowed);
}

TEST_F(IstioPolicies, WaypointsListenToTargetsOnly) {
    policy("{}");
    policy("{targetRefs: [{kind: Service, name: web}], action: DENY, rules: [{to: [{operation: {paths: "
           "[/x]}}]}]}");
    const EnforcementPoint web = waypoint({"shop", "waypoint"}, {"shop", "web"});
    EXPECT_TRUE(decide_at(web).allowed);
    request_.path = "/x";
    EXPECT_FALSE(decide_at(web).allowed);
    EXPECT_TRUE(decide_at(waypoint({"shop", "waypoint"}, {"shop", "cart"})).allowed);
    EXPECT_EQ(decide().object, "AuthorizationPolicy shop/p0"); // a sidecar does not know targets
}

TEST_F(IstioPolicies, GatewaysListenToTheirNameInTheirNamespace) {
    policy("{targetRefs: [{group: gateway.networking.k8s.io, kind: Gateway, name: front}]}");
    EnforcementPoint gateway{.kind = EnforcementPoint::Kind::Gateway,
                             .name_space = "shop",
                             .labels = {{std::string(kGatewayNameLabel), "front"}}};
    EXPECT_FALSE(decide_at(gateway).allowed);
    gateway.name_space = "other";
    EXPECT_TRUE(decide_at(gateway).allowed);
}

} // namespace

} // namespace meshcast
