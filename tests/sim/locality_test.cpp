#include "sim/proxy/cluster_policy.h"
#include "sim/request/host_views.h"
#include "sim/request/parties.h"
#include "tests/sim/policy_scenario.h"

#include <gmock/gmock.h>

#include <cmath>

namespace meshcast::test {

namespace {

using namespace std::chrono_literals;
using testing::AllOf;
using testing::Each;
using testing::ElementsAre;
using testing::Field;

TrafficPolicy watched() {
    TrafficPolicy policy;
    policy.outlier_detection.emplace();
    policy.load_balancing.emplace();
    return policy;
}

/// Pods of one service in zones a, a, ..., b, b, ... of one region, with an opener in zone a.
class TwoZones {
  public:
    explicit TwoZones(std::size_t pods_a_zone) {
        for (Machine* machine : {&a_, &b_}) {
            for (std::size_t i = 0; i < pods_a_zone; ++i) {
                Pod& pod = pods_.emplace_back(simulation_, *machine, std::nullopt);
                pod.id = static_cast<std::uint32_t>(pods_.size());
                pod.client.site = {machine, pod.id};
                pod.labels = &labels_;
                endpoints.push_back(&pod);
            }
        }
    }

    Site at_a() const { return {&a_, 1000}; }

    Site at_b() const { return {&b_, 1001}; }

    std::vector<Pod*> endpoints;

  private:
    Simulation simulation_;
    Machine a_{simulation_, "node-1", "a", 1, 1};
    Machine b_{simulation_, "node-2", "b", 1, 1};
    Labels labels_;
    std::deque<Pod> pods_;
};

auto priorities_are(std::uint32_t first, std::uint32_t second) {
    return ElementsAre(Field(&Host::priority, first), Field(&Host::priority, second));
}

TEST(HostViews, PreferTheOwnZoneWhereOutliersAreDetected) {
    TwoZones zones(1);
    const ClusterPolicy policy = *cluster_policy(watched());
    ASSERT_TRUE(HostViews::needed(policy, zones.endpoints));
    HostViews views(policy, zones.endpoints);
    EXPECT_THAT(views.from(zones.at_a(), nullptr).hosts, priorities_are(0, 1));
    EXPECT_THAT(views.from(zones.at_b(), nullptr).hosts, priorities_are(1, 0));
    EXPECT_EQ(&views.from(zones.at_a(), nullptr), &views.from(zones.at_a(), nullptr)) << "shared";
}

TEST(HostViews, AreNotNeededWhereNothingTellsEndpointsApart) {
    TwoZones zones(1);
    TrafficPolicy policy = watched();
    EXPECT_FALSE(HostViews::needed(*cluster_policy(policy), std::span(zones.endpoints).first(1)));
    policy.load_balancing->locality.emplace().enabled = false;
    EXPECT_FALSE(HostViews::needed(*cluster_policy(policy), zones.endpoints));
    policy = TrafficPolicy{};
    policy.load_balancing.emplace().locality.emplace().failover.push_back({"x", "y"});
    EXPECT_EQ(cluster_policy(policy), std::nullopt) << "without outlier detection nothing fails over";
}

TEST(HostViews, FailoverPriorityComparesLabelsOfThePodsAndTheirNodes) {
    TwoZones zones(1);
    TrafficPolicy declared = watched();
    declared.load_balancing->locality.emplace().failover_priority = {"kubernetes.io/hostname"};
    const ClusterPolicy policy = *cluster_policy(declared);
    HostViews views(policy, zones.endpoints);
    EXPECT_THAT(views.from(zones.at_b(), nullptr).hosts, priorities_are(1, 0));
    declared.load_balancing->locality->failover_priority = {"version=v1"}; // nobody has it
    const ClusterPolicy by_version = *cluster_policy(declared);
    HostViews alike(by_version, zones.endpoints);
    EXPECT_THAT(alike.from(zones.at_b(), nullptr).hosts, priorities_are(0, 0));
}

// Envoy's overprovisioning: a zone keeps all of its traffic down to 72 % healthy hosts (1 / 1.4).
TEST(ZoneFailover, SpillsOverByOneAndAHalfTenths) {
    TwoZones zones(5);
    const ClusterPolicy policy = *cluster_policy(watched());
    HostViews views(policy, zones.endpoints);
    const HostView& view = views.from(zones.at_a(), nullptr);
    UpstreamCluster cluster(*find_balancer("least-request"), 10, policy, view.hosts, view.settings);
    RandomStream keys(1);
    const auto local_share = [&] {
        constexpr int kRequests = 20'000;
        int local = 0;
        for (int i = 0; i < kRequests; ++i) {
            const std::uint32_t host = cluster.start(keys.next(), kStart);
            local += host < 5 ? 1 : 0;
            cluster.finished(host, Duration{}, true, kStart);
        }
        return static_cast<double>(local) / kRequests;
    };
    EXPECT_EQ(local_share(), 1);
    cluster.set_health(0, HostHealth::Unhealthy, kStart);
    EXPECT_EQ(local_share(), 1) << "1.4 x 80 % is more than all";
    for (const std::uint32_t healthy : {3U, 2U, 1U, 0U}) {
        cluster.set_health(4 - healthy, HostHealth::Unhealthy, kStart);
        EXPECT_NEAR(local_share(), 1.4 * healthy / 5, 0.01) << healthy << " of 5";
    }
}

/// front in zone a of region west; a pod of back in each of west/a, west/b and east/c, which answers 500, 201
/// or 202, and so tells where it is.
class ThreePlaces {
  public:
    ThreePlaces() : model({0, {}}, {0, {}}, 500, 20s) {
        Topology& topology = model.scenario().topology;
        const Node node = topology.nodes.front();
        topology.nodes.clear();
        topology.workloads.pop_back(); // back, which has no pods
        model.scenario().behaviors.pop_back();
        // Pods go to the emptiest node: front to a, then the others to b, c and a.
        for (const auto& [region, zone] : {std::pair{"west", "a"}, {"west", "b"}, {"east", "c"}}) {
            topology.nodes.push_back(node);
            topology.nodes.back().metadata.name = zone;
            topology.nodes.back().region = region;
            topology.nodes.back().zone = zone;
        }
        for (const auto& [zone, status] : {std::pair{"b", 201}, {"c", 202}, {"a", 500}}) {
            Workload pods = topology.workloads.front();
            pods.metadata.name = std::string("back-") + zone;
            pods.pod.labels = {{"app", "back"}};
            topology.workloads.push_back(pods);
            Behavior behavior = model.scenario().behaviors.front();
            behavior.workload = pods.metadata.name;
            behavior.operations.front().script = {fail(1, status)};
            model.scenario().behaviors.push_back(behavior);
        }
    }

    PolicyScenario model;
};

TEST(SimulatedLocality, FailsOverToTheOtherZoneOfTheRegionFirst) {
    ThreePlaces places;
    OutlierDetection& outliers = places.model.policy().outlier_detection.emplace();
    outliers.max_ejection_percent = 100;
    const RequestStats calls = places.model.calls();
    EXPECT_GE(count_of(calls, "500"), 5) << "until the pod of the own zone is ejected";
    EXPECT_LE(count_of(calls, "500"), 6);
    EXPECT_EQ(count_of(calls, "201"), calls.requests - count_of(calls, "500"));
}

TEST(SimulatedLocality, WithoutOutlierDetectionAllZonesAreAlike) {
    ThreePlaces places;
    places.model.policy().load_balancing.emplace().simple = SimpleBalancer::Random;
    const RequestStats calls = places.model.calls();
    EXPECT_NEAR(share_of(calls, "202"), 1.0 / 3, 0.02);
}

TEST(SimulatedLocality, DistributesAsDeclared) {
    ThreePlaces places;
    LocalityBalancing& locality = places.model.policy().load_balancing.emplace().locality.emplace();
    locality.distribute = {{"west/a/*", {{"west/a/*", 70}, {"west/b/*", 20}, {"east/*", 10}}}};
    const RequestStats calls = places.model.calls();
    EXPECT_NEAR(share_of(calls, "500"), 0.7, 0.01);
    EXPECT_NEAR(share_of(calls, "201"), 0.2, 0.01);
    EXPECT_NEAR(share_of(calls, "202"), 0.1, 0.01);
    locality.distribute = {{"west/*", {{"east/*", 100}}}};
    EXPECT_EQ(share_of(places.model.calls(), "202"), 1) << "nothing goes where no share does";
}

// https://kubernetes.io/docs/reference/networking/virtual-ips/#traffic-distribution
TEST(TrafficDistribution, KeepsRequestsInTheZoneOrOnTheNode) {
    for (const auto distribution : {TrafficDistribution::SameZone, TrafficDistribution::SameNode}) {
        for (const DataPlane& plane : {no_mesh(), simple_sidecars(Duration(1000))}) {
            ThreePlaces places;
            Scenario& scenario = places.model.scenario();
            scenario.topology.services.back().distribution = distribution;
            scenario.planes = {plane};
            EXPECT_EQ(share_of(places.model.calls(), "500"), 1) << plane.name;
        }
    }
}

TEST(TrafficDistribution, MakesPrioritiesForIstiosProxies) {
    ThreePlaces places;
    places.model.scenario().topology.services.back().distribution = TrafficDistribution::SameZone;
    EXPECT_EQ(share_of(places.model.calls(), "500"), 1);
    places.model.policy().outlier_detection.emplace().max_ejection_percent = 100;
    EXPECT_GT(share_of(places.model.calls(), "201"), 0.9) << "fails over to the region's other zone";
}

TEST(TrafficDistribution, GoesAnywhereWhereNobodyIsNear) {
    TwoZones zones(1);
    ClusterPolicy policy;
    policy.distribution = TrafficDistribution::SameNode;
    HostViews views(policy, zones.endpoints);
    const auto healthy = [](const HostView& view) {
        return std::ranges::count(view.hosts, HostHealth::Healthy, &Host::health);
    };
    EXPECT_EQ(healthy(views.from(zones.at_a(), nullptr)), 1);
    EXPECT_EQ(healthy(views.from(Site{}, nullptr)), 2) << "from outside the cluster";
}

TEST(TrafficDistribution, YieldsToALocalitySettingOfADestinationRule) {
    TrafficPolicy declared = watched();
    declared.load_balancing->locality.emplace();
    std::optional<ClusterPolicy> policy = cluster_policy(declared);
    add_distribution(TrafficDistribution::SameZone, true, &*declared.load_balancing, policy);
    EXPECT_TRUE(policy->locality->failover_priority.empty());
    add_distribution(TrafficDistribution::SameZone, true, nullptr, policy);
    EXPECT_FALSE(policy->locality->failover_priority.empty());
}

// https://istio.io/latest/docs/reference/config/networking/destination-rule/#WarmupConfiguration
TEST(SlowStart, WhoJoinsLaterStartsSlowly) {
    TrafficPolicy declared;
    declared.load_balancing.emplace().warmup = EndpointWarmup{.duration = 100s, .minimum_percent = 10};
    const ClusterPolicy policy = *cluster_policy(declared);
    UpstreamCluster cluster(*find_balancer("round-robin"), 2, policy, {}, policy.balancing);
    cluster.set_health(1, HostHealth::Unhealthy, kStart); // not there yet
    RandomStream keys(1);
    const auto share_of_newcomer = [&](Time now) {
        int picked = 0;
        for (int i = 0; i < 1000; ++i) {
            const std::uint32_t host = cluster.start(keys.next(), now);
            picked += static_cast<int>(host);
            cluster.finished(host, Duration{}, true, now);
        }
        return picked / 1000.0;
    };
    EXPECT_EQ(share_of_newcomer(kStart + 50s), 0);
    cluster.set_health(1, HostHealth::Healthy, kStart + 60s);
    EXPECT_NEAR(share_of_newcomer(kStart + 61s), 0.1 / 1.1, 0.01); // its minimum
    EXPECT_NEAR(share_of_newcomer(kStart + 110s), 0.5 / 1.5, 0.01);
    EXPECT_NEAR(share_of_newcomer(kStart + 200s), 0.5, 0.01);
}

} // namespace

} // namespace meshcast::test
