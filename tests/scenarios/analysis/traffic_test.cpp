#include "tests/scenarios/analysis/findings_of.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace meshcast::analysis {

namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const std::string kCart = R"(
apiVersion: v1
kind: Service
metadata: {name: cart}
spec: {selector: {app: cart}, ports: [{name: http, port: 80}]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: cart}
spec:
  selector: {matchLabels: {app: cart}}
  template: {metadata: {labels: {app: cart, version: v1}}, spec: {containers: [{name: cart, image: cart}]}}
---
)";

std::string route_to(const std::string& destination) {
    return "apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: {name: cart}\n"
           "spec: {hosts: [cart], http: [{route: [{destination: " +
           destination + "}]}]}\n---\n";
}

TEST(DestinationHosts, MustBeServicesWithThatPort) {
    EXPECT_THAT(findings_of("destination-hosts", kCart + route_to("{host: cart, port: {number: 80}}")),
                IsEmpty());
    EXPECT_THAT(findings_of("destination-hosts", kCart + route_to("{host: card}")),
                ElementsAre("MS0701 VirtualService default/cart"));
    EXPECT_THAT(findings_of("destination-hosts", kCart + route_to("{host: cart, port: {number: 81}}")),
                ElementsAre("MS0701 VirtualService default/cart"));
}

TEST(DestinationHosts, AreSeenOnlyWhereExported) {
    const std::string hidden =
        "apiVersion: networking.istio.io/v1\nkind: ServiceEntry\n"
        "metadata: {name: pay, namespace: other}\n"
        "spec: {hosts: [pay.example.com], exportTo: [.], ports: [{number: 443, name: tls}]}\n---\n";
    EXPECT_THAT(findings_of("destination-hosts", hidden + route_to("{host: pay.example.com}")),
                ElementsAre("MS0701 VirtualService default/cart"));
}

TEST(DestinationHosts, WithSeveralPortsNeedOne) {
    const std::string two = "apiVersion: v1\nkind: Service\nmetadata: {name: cart}\n"
                            "spec: {ports: [{name: http, port: 80}, {name: grpc, port: 81}]}\n---\n";
    EXPECT_THAT(findings_of("destination-hosts", two + route_to("{host: cart}")),
                ElementsAre("MS0710 VirtualService default/cart"));
}

TEST(DestinationSubsets, MustBeDefined) {
    const std::string rule =
        "apiVersion: networking.istio.io/v1\nkind: DestinationRule\nmetadata: {name: cart}\n"
        "spec: {host: cart, subsets: [{name: v1, labels: {version: v1}}]}\n---\n";
    EXPECT_THAT(findings_of("destination-subsets", kCart + rule + route_to("{host: cart, subset: v1}")),
                IsEmpty());
    EXPECT_THAT(findings_of("destination-subsets", kCart + rule + route_to("{host: cart, subset: v2}")),
                ElementsAre("MS0701 VirtualService default/cart"));
}

TEST(SubsetPods, AreThoseThatWorkloadsWillMake) {
    const auto rule = [](const std::string& host, const std::string& version) {
        return "apiVersion: networking.istio.io/v1\nkind: DestinationRule\nmetadata: {name: cart}\nspec: "
               "{host: " +
               host + ", subsets: [{name: a, labels: {version: " + version + "}}]}\n";
    };
    EXPECT_THAT(findings_of("subset-pods", kCart + rule("cart", "v1")), IsEmpty());
    EXPECT_THAT(findings_of("subset-pods", kCart + rule("cart", "v2")),
                ElementsAre("MS0755 DestinationRule default/cart"));
    EXPECT_THAT(findings_of("subset-pods", kCart + rule("card", "v1")),
                ElementsAre("MS0756 DestinationRule default/cart"));
}

TEST(MeshHosts, BelongToOneVirtualService) {
    const std::string one = route_to("{host: cart}");
    std::string other = one;
    other.replace(other.find("name: cart"), 10, "name: card");
    EXPECT_THAT(findings_of("mesh-hosts", one), IsEmpty());
    EXPECT_THAT(findings_of("mesh-hosts", one + other),
                ElementsAre("MS0707 VirtualService default/cart", "MS0707 VirtualService default/card"));
}

std::string gateway(const std::string& name, const std::string& servers,
                    const std::string& selector = "istio: ingressgateway") {
    return "apiVersion: networking.istio.io/v1\nkind: Gateway\nmetadata: {name: " + name +
           "}\nspec: {selector: {" + selector + "}, servers: [" + servers + "]}\n---\n";
}

const std::string kWeb = "{port: {number: 80, name: http, protocol: HTTP}, hosts: [web.example.com]}";

TEST(VirtualServiceGateways, MustExistAndHaveTheHost) {
    const auto bound = [](const std::string& host, const std::string& to) {
        return "apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: {name: web}\nspec: "
               "{hosts: [" +
               host + "], gateways: [" + to + "]}\n";
    };
    EXPECT_THAT(findings_of("virtual-service-gateways", gateway("gw", kWeb) + bound("web.example.com", "gw")),
                IsEmpty());
    EXPECT_THAT(
        findings_of("virtual-service-gateways", gateway("gw", kWeb) + bound("shop.example.com", "gw")),
        ElementsAre("MS0721 VirtualService default/web"));
    EXPECT_THAT(findings_of("virtual-service-gateways", gateway("gw", kWeb) + bound("web.example.com", "wg")),
                ElementsAre("MS0701 VirtualService default/web", "MS0721 VirtualService default/web"));
}

TEST(GatewayConflicts, AreOfOnePortAndHost) {
    const std::string other_host = "{port: {number: 80, name: http, protocol: HTTP}, hosts: [a.example.com]}";
    EXPECT_THAT(findings_of("gateway-conflicts", gateway("a", kWeb) + gateway("b", other_host)), IsEmpty());
    EXPECT_THAT(
        findings_of("gateway-conflicts", gateway("a", kWeb) + gateway("b", kWeb, "istio: egressgateway")),
        IsEmpty());
    EXPECT_THAT(findings_of("gateway-conflicts", gateway("a", kWeb) + gateway("b", kWeb)),
                ElementsAre("MS0732 Gateway default/a", "MS0732 Gateway default/b"));
}

TEST(GatewayPorts, AreBehindTheIngressServiceOfAnInstallation) {
    EXPECT_THAT(findings_of("gateway-ports", gateway("a", kWeb)), IsEmpty());
    EXPECT_THAT(findings_of("gateway-ports",
                            gateway("a", "{port: {number: 81, name: http, protocol: HTTP}, hosts: ['*']}")),
                ElementsAre("MS0748 Gateway default/a"));
    EXPECT_THAT(findings_of("gateway-ports", gateway("a", kWeb), "ingressControllerMode: OFF"),
                ElementsAre("MS0701 Gateway default/a"));
}

TEST(GatewayCertificates, AreNotShared) {
    const std::string tls = "{port: {number: 443, name: https, protocol: HTTPS}, hosts: ['*'], tls: {mode: "
                            "SIMPLE, credentialName: c}}";
    EXPECT_THAT(findings_of("gateway-certificates", gateway("a", tls)), IsEmpty());
    EXPECT_THAT(findings_of("gateway-certificates", gateway("a", tls) + gateway("b", tls)),
                ElementsAre("MS0727 Gateway default/a", "MS0727 Gateway default/b"));
}

TEST(GatewaySecrets, MustBeWhereThePodsAre) {
    const std::string tls = "{port: {number: 443, name: https, protocol: HTTPS}, hosts: ['*'], tls: {mode: "
                            "SIMPLE, credentialName: c}}";
    EXPECT_THAT(findings_of("gateway-secrets", gateway("a", tls)), ElementsAre("MS0701 Gateway default/a"));
    const std::string secret = "apiVersion: v1\nkind: Secret\nmetadata: {name: c, namespace: istio-system}\n"
                               "stringData: {tls.crt: nonsense, tls.key: key}\n---\n";
    EXPECT_THAT(findings_of("gateway-secrets", secret + gateway("a", tls)),
                ElementsAre("MS0747 Gateway default/a"));
}

TEST(JwtRoutes, NeedRequestAuthentication) {
    const std::string route =
        "apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: {name: web}\n"
        "spec: {hosts: [web.example.com], gateways: [gw], http: [{match: [{headers: "
        "{'@request.auth.claims.group': {exact: a}}}], route: [{destination: {host: cart}}]}]}\n---\n";
    const std::string keys =
        "apiVersion: security.istio.io/v1\nkind: RequestAuthentication\n"
        "metadata: {name: keys, namespace: istio-system}\nspec: {jwtRules: [{issuer: a}]}\n";
    EXPECT_THAT(findings_of("jwt-routes", gateway("gw", kWeb) + route),
                ElementsAre("MS0736 VirtualService default/web"));
    EXPECT_THAT(findings_of("jwt-routes", gateway("gw", kWeb) + route + keys), IsEmpty());
}

TEST(UnreachableRules, AreThoseWhoseMatchesComeBefore) {
    const auto rules = [](const std::string& http) {
        return "apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: {name: web}\nspec: "
               "{hosts: [web], http: [" +
               http + "]}\n";
    };
    EXPECT_THAT(findings_of("unreachable-rules",
                            rules("{match: [{uri: {prefix: /a}}]}, {match: [{uri: {prefix: /b}}]}, {}")),
                IsEmpty());
    EXPECT_THAT(findings_of("unreachable-rules",
                            rules("{match: [{uri: {prefix: /a}}]}, {match: [{uri: {exact: /a/b}}]}")),
                ElementsAre("MS0719 VirtualService default/web", "MS0720 VirtualService default/web"));
    EXPECT_THAT(texts_of("unreachable-rules", rules("{}, {}")), ElementsAre(HasSubstr("no match either")));
}

TEST(ServiceEntries, NeedAddressesForTcp) {
    const auto entry = [](const std::string& name, const std::string& protocol) {
        return "apiVersion: networking.istio.io/v1\nkind: ServiceEntry\nmetadata: {name: " + name +
               "}\nspec: {hosts: [db.example.com], ports: [{number: 80, name: p, protocol: " + protocol +
               "}]}\n---\n";
    };
    EXPECT_THAT(findings_of("service-entry-addresses", entry("a", "HTTP")), IsEmpty());
    EXPECT_THAT(findings_of("service-entry-addresses", entry("a", "tcp")),
                ElementsAre("MS0723 ServiceEntry default/a"));
    EXPECT_THAT(findings_of("service-entry-conflicts", entry("a", "HTTP") + entry("b", "http")), IsEmpty());
    EXPECT_THAT(findings_of("service-entry-conflicts", entry("a", "HTTP") + entry("b", "TLS")),
                ElementsAre("MS0759 ServiceEntry default/a", "MS0759 ServiceEntry default/b"));
}

TEST(CaCertificates, AreNeededToVerify) {
    const auto rule = [](const std::string& tls, const std::string& more = "") {
        return "apiVersion: networking.istio.io/v1\nkind: DestinationRule\nmetadata: {name: db}\nspec: "
               "{host: db, trafficPolicy: {tls: " +
               tls + "}" + more + "}\n";
    };
    EXPECT_THAT(findings_of("ca-certificates", rule("{mode: SIMPLE, caCertificates: /ca.pem}")), IsEmpty());
    EXPECT_THAT(findings_of("ca-certificates", rule("{mode: SIMPLE, credentialName: c}",
                                                    ", workloadSelector: {matchLabels: {a: b}}")),
                IsEmpty());
    EXPECT_THAT(findings_of("ca-certificates", rule("{mode: SIMPLE, credentialName: c}")),
                ElementsAre("MS0717 DestinationRule default/db"));
}

TEST(PortNames, SayTheProtocol) {
    const auto service = [](const std::string& port, const std::string& more = "") {
        return "apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {ports: [" + port + "]" + more +
               "}\n";
    };
    EXPECT_THAT(findings_of("port-names", service("{name: http-web, port: 80}")), IsEmpty());
    EXPECT_THAT(findings_of("port-names", service("{name: web, port: 80, appProtocol: http}")), IsEmpty());
    EXPECT_THAT(findings_of("port-names", service("{name: web, port: 80}")),
                ElementsAre("MS0712 Service default/web"));
    EXPECT_THAT(findings_of("port-names",
                            service("{name: tcp, port: 80}", ", type: ExternalName, externalName: a.b")),
                ElementsAre("MS0737 Service default/web"));
}

} // namespace

} // namespace meshcast::analysis
