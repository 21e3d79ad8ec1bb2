#include "scenarios/load.h"
#include "sim/experiment/experiment.h"
#include "tests/scenarios/temporary_folder.h"

#include <gtest/gtest.h>

#include <cmath>
#include <string>

namespace meshcast {

namespace {

using namespace std::chrono_literals;

/// A shipped scenario with some of its planes.
Scenario lesson(const std::string& name, std::vector<std::string> planes) {
    LoadRequest request;
    request.paths = {name};
    request.planes = std::move(planes);
    Loaded loaded = load_scenario(request);
    EXPECT_FALSE(loaded.diagnostics.has_errors()) << name;
    return std::move(loaded.scenario);
}

ReplicationResult run_for(const Scenario& scenario, std::size_t plane) {
    return simulate(scenario, scenario.planes[plane], 0);
}

double share_of(const RequestStats& stats, const std::string& outcome) {
    const auto found = stats.outcomes.find(outcome);
    return found == stats.outcomes.end()
               ? 0
               : static_cast<double>(found->second) / static_cast<double>(stats.requests);
}

/// How many times its fair share of the work the busiest pod did; each pod has one CPU.
double imbalance(const ResourceUse& use) {
    return use.busiest_utilisation * use.instances / use.vcpu;
}

TEST(Lesson, GrpcIsPinnedUnlessSomebodyChoosesForEachRequest) {
    Scenario scenario = lesson("grpc-pinning", {"none", "istio-sidecar", "grpc-proxyless"});
    scenario.duration = 10s;
    scenario.warmup = 1s;
    const ReplicationResult pinned = run_for(scenario, 0);
    const ReplicationResult sidecars = run_for(scenario, 1);
    const ReplicationResult library = run_for(scenario, 2);
    const auto recommenders = [](const ReplicationResult& result) {
        return result.workloads.at("shop/recommender");
    };
    EXPECT_GE(imbalance(recommenders(pinned)), 2.5) << "two connections, six pods";
    EXPECT_LT(imbalance(recommenders(sidecars)), 1.1);
    EXPECT_LT(imbalance(recommenders(library)), 1.1);
    const auto p99 = [](const ReplicationResult& result) { return result.total.latency.quantile(0.99); };
    EXPECT_GT(p99(pinned), 3 * p99(sidecars));
    EXPECT_GT(p99(pinned), 3 * p99(library));
}

TEST(Lesson, ASlowPodIsEjected) {
    Scenario scenario = lesson("slow-pod-ejected", {"none", "istio-sidecar"});
    scenario.duration = 40s;
    scenario.warmup = 0s;
    const ReplicationResult none = run_for(scenario, 0);
    EXPECT_EQ(none.total.failures, 0);
    EXPECT_GT(none.total.latency.max(), 1s) << "whoever meets the pod waits";

    const RequestStats ejected = run_for(scenario, 1).services.at("shop/stock");
    EXPECT_GT(ejected.failures, 0);
    EXPECT_LT(share_of(ejected, "504 UT"), 0.02);
    ASSERT_EQ(scenario.routing.policies.size(), 1);
    scenario.routing.policies.front().policy.outlier_detection.reset();
    EXPECT_NEAR(share_of(run_for(scenario, 1).services.at("shop/stock"), "504 UT"), 0.2, 0.001);
}

TEST(Lesson, ACircuitBreakerRefusesInsteadOfQueueing) {
    Scenario scenario = lesson("circuit-breaker", {"none", "istio-sidecar"});
    const RequestStats limited = run_for(scenario, 1).total;
    const double refused = share_of(run_for(scenario, 1).services.at("shop/warehouse"), "503 UO");
    EXPECT_GT(refused, 0.05);
    EXPECT_LT(refused, 0.3);
    EXPECT_LT(limited.latency.quantile(0.99), 250ms);

    ASSERT_EQ(scenario.routing.policies.size(), 1);
    scenario.routing.policies.front().policy.connection_pool.reset();
    for (const std::size_t plane : {0U, 1U}) {
        const RequestStats queued = run_for(scenario, plane).total;
        EXPECT_EQ(queued.failures, 0);
        EXPECT_GT(queued.latency.quantile(0.5), 1s) << "most requests come during the surge or after it";
    }
}

// What the canary task of the Istio documentation applies to Bookinfo, read as it is.
constexpr const char* kNinetyTen = R"(
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata:
  name: reviews
  namespace: bookinfo
spec:
  hosts:
    - reviews
  http:
    - route:
        - destination: {host: reviews, subset: v1}
          weight: 90
        - destination: {host: reviews, subset: v2}
          weight: 10
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata:
  name: reviews
  namespace: bookinfo
spec:
  host: reviews
  subsets:
    - {name: v1, labels: {version: v1}}
    - {name: v2, labels: {version: v2}}
    - {name: v3, labels: {version: v3}}
)";

TEST(Bookinfo, NinetyTenOfAVirtualServiceIsNinetyTenOfTheRequests) {
    const test::TemporaryFolder folder;
    LoadRequest request;
    request.paths = {"bookinfo", folder.write("reviews.yaml", kNinetyTen)};
    request.planes = {"istio-sidecar"};
    request.from = "bookinfo/productpage-v1";
    request.to = "reviews.bookinfo";
    request.rate = Rate{1000};
    request.duration = 102s;
    request.warmup = 0s;
    const Loaded loaded = load_scenario(request);
    ASSERT_TRUE(loaded.diagnostics.items().empty()) << to_string(loaded.diagnostics.items().front());

    const ReplicationResult result = run_for(loaded.scenario, 0);
    const auto requests = static_cast<double>(result.services.at("bookinfo/reviews").requests);
    ASSERT_GE(requests, 1e5);
    EXPECT_EQ(result.total.failures, 0);
    // Of the two versions only v2 asks ratings.
    const auto asked =
        static_cast<double>(result.edges.at({"bookinfo/reviews-v2", "bookinfo/ratings"}).requests);
    EXPECT_NEAR(asked / requests, 0.1, 3 * std::sqrt(0.1 * 0.9 / requests));
    EXPECT_FALSE(result.edges.contains({"bookinfo/reviews-v3", "bookinfo/ratings"}));
}

} // namespace

} // namespace meshcast
