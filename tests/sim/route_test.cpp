#include "scenarios/import/kubernetes.h"
#include "sim/policy/destination_policy.h"
#include "sim/policy/host_match.h"
#include "sim/policy/request_change.h"
#include "sim/policy/route.h"
#include "sim/policy/unenforced.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace meshcast {

namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using Outcome = RouteDecision::Outcome;

/// Two services, each with port 80, and whatever a test adds.
class World {
  public:
    explicit World(const std::string& objects)
        : imported_(read(objects)), directory_(imported_.topology), index_(imported_.routing, directory_) {}

    RouteDecision ask(const RequestFacts& request) const { return route(index_, request); }

    const Routing& routing() const { return imported_.routing; }

  private:
    static Imported read(const std::string& objects) {
        const std::string services = R"(
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop}
spec: {selector: {app: web}, ports: [{name: http, port: 80}]}
---
apiVersion: v1
kind: Service
metadata: {name: cart, namespace: shop}
spec: {selector: {app: cart}, ports: [{name: http, port: 80}]}
---
)";
        Diagnostics diagnostics;
        const std::vector<SourceFile> files{{"m.yaml", services + objects}};
        return import_manifests(files, diagnostics);
    }

    Imported imported_;
    Directory directory_;
    RouteIndex index_;
};

RequestFacts request_to(std::string host, std::string path = "/", std::string name_space = "shop") {
    RequestFacts request;
    request.host = std::move(host);
    request.path = std::move(path);
    request.from.name_space = std::move(name_space);
    return request;
}

std::string target_of(const RouteDecision& decision) {
    return decision.backends.empty()
               ? std::string(outcome_name(decision.outcome))
               : decision.backends.front().host + "/" + decision.backends.front().subset;
}

std::string virtual_service(const std::string& name, const std::string& spec,
                            const std::string& created = "") {
    return "apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: {name: " + name +
           ", namespace: shop" + (created.empty() ? "" : ", creationTimestamp: \"" + created + "\"") +
           "}\nspec: " + spec + "\n---\n";
}

constexpr const char* kWeb = "web.shop.svc.cluster.local";

} // namespace

TEST(HostMatch, WildcardsCoverWhatEndsLikeThem) {
    EXPECT_TRUE(covers("*.example.com", "a.b.example.com"));
    EXPECT_FALSE(covers("*.example.com", "example.com"));
    EXPECT_TRUE(covers("*", "anything"));
    EXPECT_TRUE(covers("*.com", "*.example.com"));
    EXPECT_FALSE(covers("*.example.com", "*.com"));
    EXPECT_EQ(intersection("*.com", "a.com"), "a.com");
    EXPECT_EQ(intersection("a.com", "b.com"), std::nullopt);
    EXPECT_GT(specificity("a.com"), specificity("*.much.longer.example.com"));
    EXPECT_EQ(without_port("Foo.example.com:8080"), "foo.example.com");
    EXPECT_EQ(port_of("foo:8080"), 8080);
    EXPECT_EQ(port_of("1234::1"), 0);
}

TEST(HostMatch, AddressesMatchBlocksByTheirBits) {
    EXPECT_EQ(cidr_match("10.1.0.0/16", "10.1.2.3"), 16);
    EXPECT_EQ(cidr_match("10.1.0.0/16", "10.2.2.3"), std::nullopt);
    EXPECT_EQ(cidr_match("1234:1f1::/32", "1234:1f1:5::1"), 32);
    EXPECT_EQ(cidr_match("1.1.1.1", "1.1.1.1"), 32);
    EXPECT_EQ(cidr_match("nonsense", "1.1.1.1"), std::nullopt);
}

TEST(Route, AServiceWithoutRulesIsCalledItself) {
    const World world("");
    for (const char* name : {"web", "web.shop", "web.shop.svc", kWeb}) {
        EXPECT_EQ(target_of(world.ask(request_to(name))), "web.shop.svc.cluster.local/") << name;
    }
    EXPECT_EQ(world.ask(request_to("web", "/", "elsewhere")).outcome, Outcome::PassThrough);
}

TEST(Route, RulesAreTriedInTheOrderWritten) {
    const World world(virtual_service("web", R"({hosts: [web], http: [
        {match: [{uri: {prefix: /v2}, headers: {version: {exact: two}}}], route: [{destination: {host: web, subset: v2}}]},
        {match: [{uri: {prefix: /v2}}], route: [{destination: {host: cart}}]},
        {route: [{destination: {host: web, subset: v1}}]}]})"));
    EXPECT_EQ(target_of(world.ask(request_to("web", "/v2/x"))), "cart.shop.svc.cluster.local/");
    RequestFacts request = request_to("web", "/v2/x");
    request.headers = {{"Version", "two"}};
    const RouteDecision decision = world.ask(request);
    EXPECT_EQ(target_of(decision), "web.shop.svc.cluster.local/v2");
    EXPECT_THAT(decision.because, HasSubstr("rule 1 of 3"));
    EXPECT_EQ(decision.origin.file, "m.yaml");
    EXPECT_EQ(target_of(world.ask(request_to("web", "/other"))), "web.shop.svc.cluster.local/v1");
}

TEST(Route, WithoutAMatchingRuleThereIsNoRoute) {
    const World world(virtual_service(
        "web",
        "{hosts: [web], http: [{match: [{method: {exact: POST}}], route: [{destination: {host: web}}]}]}"));
    const RouteDecision decision = world.ask(request_to("web"));
    EXPECT_EQ(decision.outcome, Outcome::NoRoute);
    EXPECT_EQ(decision.status, 404);
}

TEST(Route, TheOlderVirtualServiceWinsItsHost) {
    const World world(
        virtual_service("young", "{hosts: [web], http: [{route: [{destination: {host: cart}}]}]}",
                        "2024-01-01T00:00:00Z") +
        virtual_service("old", "{hosts: [web], http: [{route: [{destination: {host: web, subset: old}}]}]}",
                        "2020-01-01T00:00:00Z"));
    EXPECT_EQ(target_of(world.ask(request_to("web"))), "web.shop.svc.cluster.local/old");
}

TEST(Route, ExportToHidesAVirtualService) {
    const World world(virtual_service(
        "web", R"({hosts: [web], exportTo: ["."], http: [{route: [{destination: {host: cart}}]}]})"));
    EXPECT_EQ(target_of(world.ask(request_to(kWeb))), "cart.shop.svc.cluster.local/");
    EXPECT_EQ(target_of(world.ask(request_to(kWeb, "/", "other"))), "web.shop.svc.cluster.local/");
}

TEST(Route, ASidecarLimitsWhatAClientSees) {
    const World world(R"(
apiVersion: networking.istio.io/v1
kind: Sidecar
metadata: {name: default, namespace: shop}
spec: {egress: [{hosts: ["./web.shop.svc.cluster.local"]}], outboundTrafficPolicy: {mode: REGISTRY_ONLY}}
)");
    EXPECT_EQ(target_of(world.ask(request_to("web"))), "web.shop.svc.cluster.local/");
    EXPECT_EQ(world.ask(request_to("cart")).outcome, Outcome::Refused);
}

TEST(Route, WeightsBecomeShares) {
    const World world(virtual_service("web", R"({hosts: [web], http: [{route: [
        {destination: {host: web}, weight: 1}, {destination: {host: cart}, weight: 3},
        {destination: {host: gone}, weight: 0}]}]})"));
    const RouteDecision decision = world.ask(request_to("web"));
    ASSERT_EQ(decision.backends.size(), 2u);
    EXPECT_DOUBLE_EQ(decision.backends[0].share, 0.25);
    EXPECT_DOUBLE_EQ(decision.backends[1].share, 0.75);
}

TEST(Route, AHostNobodyKnowsIsAnswered503) {
    const World world(
        virtual_service("web", "{hosts: [web], http: [{route: [{destination: {host: gone}}]}]}"));
    EXPECT_EQ(world.ask(request_to("web")).status, 503);
}

TEST(Route, DelegatesStandInForTheRuleThatNamesThem) {
    const World world(virtual_service("root", R"({hosts: [web], http: [
        {match: [{uri: {prefix: /a}}], delegate: {name: leaf}}]})") +
                      virtual_service("leaf", R"({http: [
        {match: [{uri: {prefix: /a/b}}], route: [{destination: {host: cart}}]},
        {match: [{uri: {prefix: /c}}], route: [{destination: {host: web}}]}]})"));
    EXPECT_EQ(target_of(world.ask(request_to("web", "/a/b/x"))), "cart.shop.svc.cluster.local/");
    EXPECT_EQ(world.ask(request_to("web", "/c")).outcome, Outcome::NoRoute); // wider than the root
}

TEST(Route, AGatewayMergesVirtualServicesAndTriesTheGeneralRuleLast) {
    const World world(
        R"(
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: {name: entry, namespace: shop}
spec: {selector: {istio: ingress}, servers: [{port: {number: 80, name: http, protocol: HTTP}, hosts: ["*.example.com"]}]}
---
)" +
        virtual_service(
            "a",
            R"({hosts: ["web.example.com"], gateways: [entry], http: [{route: [{destination: {host: web}}]}]})") +
        virtual_service("b", R"({hosts: ["web.example.com"], gateways: [entry], http: [
        {match: [{uri: {prefix: /cart}}], route: [{destination: {host: cart}}]}]})"));
    RequestFacts request = request_to("web.example.com:80", "/cart/1");
    request.from.gateway = true;
    request.from.labels = {{"istio", "ingress"}};
    EXPECT_EQ(target_of(world.ask(request)), "cart.shop.svc.cluster.local/");
    request.path = "/";
    EXPECT_EQ(target_of(world.ask(request)), "web.shop.svc.cluster.local/");
    request.host = "other.org";
    EXPECT_EQ(world.ask(request).outcome, Outcome::NoVirtualHost);
    request.port = 81;
    EXPECT_EQ(world.ask(request).outcome, Outcome::NoListener);
    request.port = 80;
    request.tls = true;
    EXPECT_EQ(world.ask(request).outcome, Outcome::NoFilterChain);
}

TEST(Route, TheGatewayApiSortsByPrecedence) {
    const World world(R"(
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: entry, namespace: shop}
spec: {gatewayClassName: x, listeners: [{name: http, port: 80, protocol: HTTP}]}
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: r, namespace: shop}
spec:
  parentRefs: [{name: entry}]
  rules:
  - {matches: [{path: {value: /}}], backendRefs: [{name: web, port: 80}]}
  - {matches: [{path: {value: /cart}}], backendRefs: [{name: cart, port: 80}]}
  - {matches: [{path: {value: /cart, type: Exact}}], backendRefs: [{name: gone, port: 80}]}
)");
    RequestFacts request = request_to("x", "/cart/1");
    request.from.gateway = true;
    request.from.gateway_object = {"shop", "entry"};
    EXPECT_EQ(target_of(world.ask(request)), "cart.shop.svc.cluster.local/");
    request.path = "/cartoon"; // not a segment
    EXPECT_EQ(target_of(world.ask(request)), "web.shop.svc.cluster.local/");
    request.path = "/cart";
    EXPECT_EQ(world.ask(request).status, 500); // exact path, missing backend
}

TEST(Route, ConsumersRoutesCountInTheirNamespaceOnly) {
    const World world(R"(
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: consumer, namespace: other}
spec:
  parentRefs: [{group: "", kind: Service, name: web, namespace: shop}]
  rules: [{backendRefs: [{group: networking.istio.io, kind: Hostname, name: cart.shop.svc.cluster.local, port: 80}]}]
)");
    EXPECT_EQ(target_of(world.ask(request_to(kWeb, "/", "other"))), "cart.shop.svc.cluster.local/");
    EXPECT_EQ(target_of(world.ask(request_to(kWeb, "/", "third"))), "web.shop.svc.cluster.local/");
}

TEST(Route, LinkerdsProfileSendsWhatItDoesNotDescribeToTheService) {
    const World world(R"(
apiVersion: linkerd.io/v1alpha2
kind: ServiceProfile
metadata: {name: web.shop.svc.cluster.local, namespace: shop}
spec: {routes: [{name: GET /books, condition: {method: GET, pathRegex: /books}, timeout: 300ms, isRetryable: true}]}
)");
    const RouteDecision books = world.ask(request_to("web", "/books"));
    ASSERT_NE(books.rule, nullptr);
    EXPECT_EQ(books.rule->timeout, std::chrono::milliseconds(300));
    EXPECT_TRUE(books.rule->retries->budget);
    EXPECT_EQ(target_of(world.ask(request_to("web", "/books/1"))), "web.shop.svc.cluster.local/");
}

TEST(RequestChange, PathHostAndHeadersAreRewritten) {
    const World world(virtual_service("web", R"({hosts: [web], http: [{match: [{uri: {prefix: /old/}}],
        rewrite: {uri: /new/, authority: other}, headers: {request: {set: {a: "1"}, add: {b: "3"}, remove: [c]}},
        route: [{destination: {host: web}}]}]})"));
    RequestFacts request = request_to("web", "/old/x?q=1#f");
    request.headers = {{"A", "0"}, {"b", "2"}, {"c", "9"}};
    const RouteDecision decision = world.ask(request);
    ASSERT_EQ(decision.backends.size(), 1u);
    const RequestFacts sent = request_at_backend(request, decision, decision.backends.front());
    EXPECT_EQ(sent.path, "/new/x?q=1");
    EXPECT_EQ(sent.host, "other");
    EXPECT_THAT(sent.headers, testing::UnorderedElementsAre(std::pair<std::string, std::string>("a", "1"),
                                                            std::pair<std::string, std::string>("b", "2,3")));
}

TEST(RequestChange, CorsAnswersTheOriginsItAllows) {
    CorsPolicy policy;
    policy.origins = {{TextMatch::Kind::Exact, "http://a", false}};
    policy.methods = {"GET", "PUT"};
    RequestFacts request = request_to("web");
    EXPECT_EQ(cors_answer(request, policy), std::nullopt);
    request.headers = {{"origin", "http://a"}, {"access-control-request-method", "PUT"}};
    request.method = "OPTIONS";
    const auto answer = cors_answer(request, policy);
    ASSERT_TRUE(answer);
    EXPECT_TRUE(answer->preflight);
    EXPECT_EQ(answer->headers.back().second, "GET,PUT");
}

TEST(DestinationPolicy, TheClientsNamespaceCountsBeforeTheServicesAndTheRoots) {
    const auto rule = [](const char* name_space, const char* rest) {
        return std::string("apiVersion: networking.istio.io/v1\nkind: DestinationRule\nmetadata: {name: r, "
                           "namespace: ") +
               name_space + "}\nspec: {host: web.shop.svc.cluster.local" + rest + "}\n---\n";
    };
    const World world(rule("client", "") + rule("shop", "") + rule("istio-system", ""));
    Caller client;
    const auto found = [&](const char* name_space) {
        client.name_space = name_space;
        const DestinationPolicy* policy = destination_policy(world.routing(), client, kWeb, "shop");
        return policy == nullptr ? "none" : policy->metadata.name_space;
    };
    EXPECT_EQ(found("client"), "client");
    EXPECT_EQ(found("third"), "shop");
    const World hidden(rule("shop", ", exportTo: [\".\"]") + rule("istio-system", ""));
    client.name_space = "third";
    EXPECT_EQ(destination_policy(hidden.routing(), client, kWeb, "shop")->metadata.name_space,
              "istio-system");
}

TEST(DestinationPolicy, PortsDoNotInheritAndSubsetsReplacePartByPart) {
    const World world(R"(
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: r, namespace: shop}
spec:
  host: web
  trafficPolicy:
    connectionPool: {tcp: {maxConnections: 5}}
    outlierDetection: {consecutive5xxErrors: 7}
    portLevelSettings: [{port: {number: 81}, loadBalancer: {simple: RANDOM}}]
  subsets: [{name: v1, labels: {version: v1}, trafficPolicy: {connectionPool: {tcp: {maxConnections: 9}}}}]
)");
    Caller client;
    client.name_space = "shop";
    const auto policies = destination_policies(world.routing(), client, kWeb, "shop");
    EXPECT_EQ(policies.in_force("", 80).connection_pool->max_connections, 5);
    EXPECT_FALSE(policies.in_force("", 81).connection_pool);
    EXPECT_EQ(policies.in_force("", 81).load_balancing->simple, SimpleBalancer::Random);
    EXPECT_EQ(policies.in_force("v1", 80).connection_pool->max_connections, 9);
    EXPECT_EQ(policies.in_force("v1", 80).outlier_detection->consecutive_5xx, 7);
    EXPECT_EQ(policies.subset("v2"), nullptr);
}

TEST(Unenforced, APlaneSaysWhichObjectsItLeavesWithoutEffect) {
    const World world(
        virtual_service("web", "{hosts: [web], http: [{route: [{destination: {host: cart}}]}]}"));
    DataPlane plane;
    plane.name = "linkerd";
    plane.dialects = {Dialect::Linkerd};
    EXPECT_THAT(unenforced_routes(world.routing(), plane),
                ElementsAre(HasSubstr("VirtualService shop/web: linkerd does not read objects of istio")));
    plane.dialects = {Dialect::Istio};
    EXPECT_THAT(unenforced_routes(world.routing(), plane), ElementsAre(HasSubstr("looks into requests")));
    plane.proxies = {{}};
    plane.proxies.front().name = "sidecar";
    plane.path = {{"sidecar", PathSide::Client}};
    EXPECT_THAT(unenforced_routes(world.routing(), plane), IsEmpty());
}

} // namespace meshcast
