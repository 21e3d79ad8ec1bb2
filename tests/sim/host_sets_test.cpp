#include "sim/balance/host_sets.h"
#include "sim/balance/load_balancer.h"
#include "sim/balance/subset.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace meshcast {

namespace {

using ::testing::DoubleNear;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

PriorityLoads loads(std::vector<LevelHealth> levels, HostSetSettings settings = {}) {
    return priority_loads(levels, settings);
}

TEST(PriorityLoads, SpillOverBelowTheOverprovisioningFactor) {
    EXPECT_THAT(loads({{100, 72}, {100, 100}}).healthy, ElementsAre(100, 0));
    EXPECT_THAT(loads({{100, 71}, {100, 100}}).healthy, ElementsAre(99, 1));
    EXPECT_THAT(loads({{100, 25}, {100, 25}, {100, 100}}).healthy, ElementsAre(35, 35, 30));
    EXPECT_THAT(loads({{100, 0}, {100, 100}}).healthy, ElementsAre(0, 100));
}

TEST(PriorityLoads, GiveWhatRoundingLeavesToTheFirst) {
    // Health 35, 35 and 28 of a total of 98: 35, 35 and 28 percent, and 2 are left.
    HostSetSettings no_panic;
    no_panic.panic_threshold_percent = 0;
    EXPECT_THAT(loads({{100, 25}, {100, 25}, {100, 20}}, no_panic).healthy, ElementsAre(37, 35, 28));
}

TEST(PriorityLoads, DegradedHostsComeAfterAllHealthyOnes) {
    // The example in Envoy's source: health 10, 20, 10 and degraded 20, 10, 0.
    HostSetSettings plain;
    plain.overprovisioning_percent = 100;
    plain.panic_threshold_percent = 0;
    const PriorityLoads result = loads({{100, 10, 20}, {100, 20, 10}, {100, 10, 0}}, plain);
    EXPECT_THAT(result.healthy, ElementsAre(16, 28, 14));
    EXPECT_THAT(result.degraded, ElementsAre(28, 14, 0));
}

TEST(PriorityLoads, PanicOnlyWhereTheTotalIsShort) {
    const PriorityLoads fine = loads({{100, 5}, {100, 100}});
    EXPECT_THAT(fine.panic, ElementsAre(false, false));
    const PriorityLoads partly = loads({{100, 5}, {100, 65}});
    EXPECT_EQ(partly.availability, 98U);
    EXPECT_THAT(partly.panic, ElementsAre(true, false));
}

TEST(PriorityLoads, InTotalPanicGoByTheNumberOfHosts) {
    const PriorityLoads result = loads({{10, 1}, {20, 2}, {3, 0}});
    EXPECT_THAT(result.panic, ElementsAre(true, true, true));
    EXPECT_THAT(result.healthy, ElementsAre(31, 60, 9));                           // 30, 60, 9 and the rest
    EXPECT_THAT(loads({{5, 0}, {5, 1}, {5, 1}}).healthy, ElementsAre(34, 33, 33)); // Envoy issue 4685
}

TEST(PriorityLoads, WithoutPanicNobodyGetsWhatTheFirstCannotServe) {
    HostSetSettings no_panic;
    no_panic.panic_threshold_percent = 0;
    const PriorityLoads result = loads({{3, 0}, {3, 0}}, no_panic);
    EXPECT_THAT(result.healthy, ElementsAre(100, 0));
    EXPECT_THAT(result.panic, ElementsAre(false, false));
}

TEST(PriorityLoads, ChooseByPercent) {
    const PriorityLoads result = loads({{100, 25, 0}, {100, 0, 100}});
    EXPECT_THAT(result.healthy, ElementsAre(35, 0));
    EXPECT_THAT(result.degraded, ElementsAre(0, 65));
    EXPECT_EQ(result.choose(35).priority, 0U);
    EXPECT_EQ(result.choose(36).priority, 1U);
    EXPECT_TRUE(result.choose(36).degraded);
    EXPECT_TRUE(result.choose(100).degraded);
}

TEST(LocalityWeights, ShrinkWithAvailability) {
    const std::vector<std::uint32_t> weights = {1, 2};
    const auto effective = [&](std::uint32_t healthy) {
        return effective_locality_weights(std::vector<LocalityHealth>{{100, healthy}, {100, 100}}, weights,
                                          140);
    };
    EXPECT_THAT(effective(100), ElementsAre(1.0, 2.0));
    EXPECT_THAT(effective(72), ElementsAre(1.0, 2.0));
    EXPECT_THAT(effective(50), ElementsAre(DoubleNear(0.7, 1e-12), 2.0));
    EXPECT_THAT(effective(0), ElementsAre(0.0, 2.0));
}

HostSetSettings zones(std::vector<std::uint32_t> clients) {
    HostSetSettings settings;
    settings.locality_mode = LocalityMode::ZoneAware;
    settings.clients_by_locality = std::move(clients);
    return settings;
}

TEST(ZoneRouting, KeepsAllWhereTheOwnZoneHasEnough) {
    const ZoneRouting routing(std::vector<LocalityHealth>{{5, 5}, {5, 5}}, zones({1, 1}));
    ASSERT_TRUE(routing.active());
    RandomStream random(1);
    for (int i = 0; i < 100; ++i) {
        EXPECT_EQ(routing.pick(random), 0U);
    }
}

TEST(ZoneRouting, SendsTheRestToZonesWithCapacityLeft) {
    // The example in Envoy's source: clients 40, 40, 20 %, hosts 25, 50, 25 %: 62.5 % stay, the rest 10 : 5.
    const ZoneRouting routing(std::vector<LocalityHealth>{{25, 25}, {50, 50}, {25, 25}}, zones({40, 40, 20}));
    EXPECT_DOUBLE_EQ(routing.own_share(), 0.625);
    RandomStream random(2);
    std::vector<int> counts(3, 0);
    for (int i = 0; i < 30000; ++i) {
        ++counts[routing.pick(random)];
    }
    EXPECT_NEAR(counts[0] / 30000.0, 0.625, 0.01);
    EXPECT_NEAR(counts[1] / 30000.0, 0.25, 0.01);
    EXPECT_NEAR(counts[2] / 30000.0, 0.125, 0.01);
}

TEST(ZoneRouting, IsOffForSmallClustersAndUnknownClients) {
    const std::vector<LocalityHealth> small = {{2, 2}, {3, 3}};
    EXPECT_FALSE(ZoneRouting(small, zones({1, 1})).active());
    const std::vector<LocalityHealth> large = {{5, 5}, {5, 5}};
    EXPECT_FALSE(ZoneRouting(large, zones({1})).active());
    EXPECT_FALSE(ZoneRouting(large, zones({0, 1, 1})).active());
    EXPECT_FALSE(ZoneRouting(std::vector<LocalityHealth>{{10, 10}}, zones({1, 1})).active());
}

/// Shares of the picks by host.
std::vector<double> shares(LoadBalancer& balancer, std::size_t hosts, int picks = 20000) {
    RandomStream random(3);
    const std::vector<Candidate> candidates(hosts);
    std::vector<double> result(hosts + 1, 0.0); // nobody last
    for (int i = 0; i < picks; ++i) {
        result[std::min(hosts, balancer.pick(candidates, {}, random, kStart))] += 1.0 / picks;
    }
    return result;
}

class LoadBalancing : public ::testing::TestWithParam<const char*> {
  protected:
    LoadBalancer balance(const std::vector<Host>& hosts) {
        settings_.maglev_table_size = 2039;
        settings_.min_ring_size = 16384;
        return {*find_balancer(GetParam()), hosts, settings_};
    }

    BalancerSettings settings_;
};

TEST_P(LoadBalancing, FailsOverByPriority) {
    std::vector<Host> hosts(4);
    hosts[2].priority = hosts[3].priority = 1;
    LoadBalancer balancer = balance(hosts);
    EXPECT_NEAR(shares(balancer, 4)[2], 0, 1e-9);
    balancer.set_health(0, HostHealth::Unhealthy, kStart); // 50 % x 1.4
    const std::vector<double> half = shares(balancer, 4);
    EXPECT_NEAR(half[1], 0.7, 0.02);
    EXPECT_NEAR(half[2] + half[3], 0.3, 0.02);
    balancer.set_health(1, HostHealth::Unhealthy, kStart);
    const std::vector<double> none = shares(balancer, 4);
    EXPECT_NEAR(none[2] + none[3], 1.0, 1e-9);
}

TEST_P(LoadBalancing, PanicDisregardsHealth) {
    std::vector<Host> hosts(5);
    LoadBalancer balancer = balance(hosts);
    for (std::size_t i = 0; i < 3; ++i) {
        balancer.set_health(i, HostHealth::Unhealthy, kStart);
    }
    for (std::size_t i = 0; i < 5; ++i) { // 40 % healthy is below 50 %
        EXPECT_NEAR(shares(balancer, 5)[i], 0.2, 0.03);
    }
    settings_.host_set.panic_threshold_percent = 40;
    LoadBalancer calm = balance(hosts);
    for (std::size_t i = 0; i < 3; ++i) {
        calm.set_health(i, HostHealth::Unhealthy, kStart);
    }
    EXPECT_NEAR(shares(calm, 5)[3], 0.5, 0.03);
}

TEST_P(LoadBalancing, GoesByLocalityWeights) {
    std::vector<Host> hosts(5);
    hosts[3].locality = hosts[4].locality = 1;
    settings_.host_set.locality_mode = LocalityMode::Weighted;
    settings_.host_set.locality_weights = {80, 20};
    LoadBalancer balancer = balance(hosts);
    const std::vector<double> all = shares(balancer, 5);
    EXPECT_NEAR(all[0], 0.8 / 3, 0.03);
    EXPECT_NEAR(all[4], 0.1, 0.03);
    settings_.host_set.locality_weights = {1}; // the other gets nothing
    LoadBalancer narrow = balance(hosts);
    EXPECT_NEAR(shares(narrow, 5)[3], 0, 1e-9);
}

INSTANTIATE_TEST_SUITE_P(EnvoyPolicies, LoadBalancing,
                         ::testing::Values("round-robin", "least-request", "random", "ring-hash", "maglev"),
                         [](const auto& tested) {
                             std::string name = tested.param;
                             std::erase(name, '-');
                             return name;
                         });

TEST(LoadBalancer, FailsTrafficOnPanicIfToldTo) {
    BalancerSettings settings;
    settings.host_set.fail_traffic_on_panic = true;
    const std::vector<Host> hosts(4);
    LoadBalancer balancer(*find_balancer("round-robin"), hosts, settings);
    for (std::size_t i = 0; i < 3; ++i) {
        balancer.set_health(i, HostHealth::Unhealthy, kStart);
    }
    EXPECT_NEAR(shares(balancer, 4)[4], 1.0, 1e-9);
}

TEST(LoadBalancer, UsesDegradedHostsOnlyForWhatHealthyOnesCannotTake) {
    const std::vector<Host> hosts(4);
    LoadBalancer balancer(*find_balancer("random"), hosts, default_balancer_settings());
    balancer.set_health(0, HostHealth::Degraded, kStart);
    EXPECT_NEAR(shares(balancer, 4)[0], 0, 1e-9); // 75 % x 1.4 is enough
    balancer.set_health(1, HostHealth::Degraded, kStart);
    const std::vector<double> half = shares(balancer, 4);
    EXPECT_NEAR(half[2] + half[3], 0.7, 0.02);
}

TEST(LoadBalancer, StaysInTheZone) {
    std::vector<Host> hosts(10);
    for (std::size_t i = 5; i < 10; ++i) {
        hosts[i].locality = 1;
    }
    BalancerSettings settings;
    settings.host_set = zones({3, 3});
    settings.host_set.own_locality = 1;
    LoadBalancer balancer(*find_balancer("least-request"), hosts, settings);
    const std::vector<double> result = shares(balancer, 10);
    EXPECT_NEAR(result[0] + result[4], 0, 1e-9);
    EXPECT_NEAR(result[7], 0.2, 0.02);
}

TEST(LoadBalancer, KeepsWhatItLearntWhenAHostIsEjected) {
    LoadBalancer balancer(*find_balancer("peak-ewma"), 3);
    const std::vector<Candidate> candidates(3);
    RandomStream random(4);
    balancer.finished(0, std::chrono::seconds(1), true, kStart);
    balancer.finished(1, std::chrono::milliseconds(1), true, kStart);
    balancer.set_health(2, HostHealth::Unhealthy, kStart);
    for (int i = 0; i < 50; ++i) {
        EXPECT_EQ(balancer.pick(candidates, {}, random, kStart), 1U);
    }
}

TEST(Subset, SelectsByAllLabelsElseFallsBack) {
    const std::vector<SubsetLabels> hosts = {{{"version", "v1"}, {"stage", "prod"}},
                                             {{"version", "v2"}, {"stage", "prod"}},
                                             {{"version", "v2"}, {"stage", "dev"}}};
    EXPECT_THAT(select_subset(hosts, {{"version", "v2"}}, SubsetFallback::None, {}), ElementsAre(1, 2));
    EXPECT_THAT(select_subset(hosts, {{"version", "v2"}, {"stage", "dev"}}, SubsetFallback::None, {}),
                ElementsAre(2));
    EXPECT_THAT(select_subset(hosts, {{"version", "v3"}}, SubsetFallback::None, {}), IsEmpty());
    EXPECT_THAT(select_subset(hosts, {{"version", "v3"}}, SubsetFallback::Any, {}), ElementsAre(0, 1, 2));
    EXPECT_THAT(select_subset(hosts, {{"version", "v3"}}, SubsetFallback::Default, {{"stage", "prod"}}),
                ElementsAre(0, 1));
}

} // namespace

} // namespace meshcast
