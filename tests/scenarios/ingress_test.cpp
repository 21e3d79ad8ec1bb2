#include "scenarios/load.h"
#include "sim/experiment/experiment.h"
#include "tests/scenarios/temporary_folder.h"

#include <gmock/gmock.h>

#include <string>

namespace meshcast {

namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

// After the Bookinfo gateway of the Istio documentation; its route aborts a fifth of the requests, so that
// one sees whether it is followed.
constexpr const char* kIstioGateway = R"(
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: {name: bookinfo-gateway, namespace: bookinfo}
spec:
  selector: {istio: ingressgateway}
  servers:
    - port: {number: 8080, name: http, protocol: HTTP}
      hosts: ["*"]
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: bookinfo, namespace: bookinfo}
spec:
  hosts: ["*"]
  gateways: [bookinfo-gateway]
  http:
    - match: [{uri: {exact: /productpage}}]
      fault: {abort: {percentage: {value: 20}, httpStatus: 418}}
      route: [{destination: {host: productpage, port: {number: 9080}}}]
)";

constexpr const char* kHttpRoute = R"(
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: front-door, namespace: bookinfo}
spec:
  gatewayClassName: istio
  listeners: [{name: http, port: 80, protocol: HTTP}]
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: bookinfo, namespace: bookinfo}
spec:
  parentRefs: [{name: front-door}]
  hostnames: [bookinfo.example.com]
  rules:
    - matches: [{path: {type: PathPrefix, value: /productpage}}]
      backendRefs: [{name: productpage, port: 9080, weight: 4}, {name: nobody, port: 80, weight: 1}]
)";

Loaded bookinfo_with(const std::string& manifests, std::vector<std::string> sets,
                     std::vector<std::string> planes = {"istio-sidecar"}) {
    const test::TemporaryFolder folder;
    LoadRequest request;
    request.paths = {"bookinfo", folder.write("gateway.yaml", manifests)};
    request.planes = std::move(planes);
    request.sets = std::move(sets);
    request.duration = 20s;
    request.warmup = 0s;
    return load_scenario(request);
}

double share_answered(const ReplicationResult& result, const std::string& outcome) {
    const auto found = result.total.outcomes.find(outcome);
    return found == result.total.outcomes.end()
               ? 0
               : static_cast<double>(found->second) / static_cast<double>(result.total.requests);
}

TEST(IngressGateway, RoutesWhatComesThroughItUnderEveryPlane) {
    const Loaded loaded = bookinfo_with(kIstioGateway, {"traffic.shoppers.via=gateway"},
                                        {"none", "istio-sidecar", "istio-ambient", "linkerd"});
    ASSERT_FALSE(loaded.diagnostics.has_errors()) << to_string(loaded.diagnostics.items().front());
    for (const DataPlane& plane : loaded.scenario.planes) {
        const ReplicationResult result = simulate(loaded.scenario, plane, 0);
        EXPECT_NEAR(share_answered(result, "418 FI"), 0.2, 0.02) << plane.name;
        EXPECT_NEAR(share_answered(result, "200"), 0.8, 0.02) << plane.name;
        ASSERT_TRUE(result.proxies.contains("ingress")) << plane.name;
        EXPECT_EQ(result.proxies.at("ingress").instances, 1);
        EXPECT_GT(result.proxies.at("ingress").vcpu, 0.01) << plane.name;
        EXPECT_TRUE(plane.citations.back().assumed);
    }
}

TEST(IngressGateway, IsPassedByWhereTrafficDoesNotSaySo) {
    const Loaded loaded = bookinfo_with(kIstioGateway, {});
    const ReplicationResult result = simulate(loaded.scenario, loaded.scenario.planes.front(), 0);
    EXPECT_EQ(result.total.failures, 0);
    EXPECT_EQ(share_answered(result, "418 FI"), 0);
    EXPECT_FALSE(result.proxies.contains("ingress"));
}

TEST(IngressGateway, OfTheGatewayApiFollowsItsRoutes) {
    const Loaded loaded = bookinfo_with(
        kHttpRoute, {"traffic.shoppers.via=front-door", "traffic.shoppers.host=bookinfo.example.com"});
    ASSERT_FALSE(loaded.diagnostics.has_errors()) << to_string(loaded.diagnostics.items().front());
    const ReplicationResult result = simulate(loaded.scenario, loaded.scenario.planes.front(), 0);
    EXPECT_NEAR(share_answered(result, "500"), 0.2, 0.02) << "a backend that does not exist";
    EXPECT_NEAR(share_answered(result, "200"), 0.8, 0.02);
}

// In the pods of the Deployment that the Gateway selects, behind the port that its Service gives them.
TEST(IngressGateway, LivesInThePodsThatItSelects) {
    const std::string pods = std::string(kIstioGateway) + R"(
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: istio-ingressgateway, namespace: istio-system}
spec:
  replicas: 3
  selector: {matchLabels: {istio: ingressgateway}}
  template:
    metadata: {labels: {istio: ingressgateway, sidecar.istio.io/inject: "false"}}
    spec: {containers: [{name: istio-proxy, resources: {requests: {cpu: 100m, memory: 128Mi}}}]}
---
apiVersion: v1
kind: Service
metadata: {name: istio-ingressgateway, namespace: istio-system}
spec:
  selector: {istio: ingressgateway}
  ports: [{name: http2, port: 8080, targetPort: 18080}]
)";
    const Loaded loaded = bookinfo_with(pods, {"traffic.shoppers.via=gateway"});
    ASSERT_FALSE(loaded.diagnostics.has_errors()) << to_string(loaded.diagnostics.items().front());
    const ReplicationResult result = simulate(loaded.scenario, loaded.scenario.planes.front(), 0);
    EXPECT_EQ(result.proxies.at("ingress").instances, 3);
    EXPECT_GT(result.workloads.at("istio-system/istio-ingressgateway").vcpu, 0.01) << "it is their work";
    EXPECT_NEAR(share_answered(result, "200"), 0.8, 0.02);
}

TEST(IngressGateway, AnswersRecordedRequestsThatItHasNoRouteForWith404) {
    Loaded loaded = bookinfo_with(kIstioGateway, {"traffic.shoppers.via=gateway"});
    ASSERT_FALSE(loaded.diagnostics.has_errors()) << to_string(loaded.diagnostics.items().front());
    Recording recording;
    recording.operations = {{"GET /productpage", {}}, {"GET /login", {}}};
    for (std::uint32_t i = 0; i < 1000; ++i) {
        recording.requests.push_back({std::chrono::milliseconds(10 * i), i % 2});
    }
    loaded.scenario.traffic.front().pattern = recording;
    const ReplicationResult result = simulate(loaded.scenario, loaded.scenario.planes.front(), 0);
    EXPECT_EQ(result.total.requests, 1000);
    EXPECT_EQ(share_answered(result, "404 NR"), 0.5);
    EXPECT_NEAR(share_answered(result, "200"), 0.4, 0.05);
}

TEST(IngressGateway, ThatLeadsNowhereIsAnError) {
    const auto first = [](const Loaded& loaded) {
        EXPECT_TRUE(loaded.diagnostics.has_errors());
        for (const Diagnostic& diagnostic : loaded.diagnostics.items()) {
            if (diagnostic.code() == "MS0119") {
                return to_string(diagnostic);
            }
        }
        return std::string("no MS0119");
    };
    EXPECT_THAT(first(bookinfo_with("", {"traffic.shoppers.via=gateway"})),
                HasSubstr("there is no Gateway among the manifests"));
    EXPECT_THAT(first(bookinfo_with(kIstioGateway, {"traffic.shoppers.via=bookinfo-gatewey"})),
                HasSubstr("did you mean \"bookinfo-gateway\""));
    EXPECT_THAT(
        first(bookinfo_with(kHttpRoute, {"traffic.shoppers.via=gateway", "traffic.shoppers.host=x.org"})),
        HasSubstr("no route for x.org leads there"));
}

} // namespace

} // namespace meshcast
