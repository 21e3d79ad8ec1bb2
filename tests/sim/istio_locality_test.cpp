#include "sim/balance/istio_locality.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

namespace meshcast {

namespace {

using ::testing::ElementsAre;

std::vector<LocatedEndpoint> at(std::initializer_list<const char*> localities) {
    std::vector<LocatedEndpoint> endpoints;
    for (const char* locality : localities) {
        endpoints.push_back({LocalityName::parse(locality), {}, 1});
    }
    return endpoints;
}

std::vector<std::uint32_t> priorities(const LocalityPlan& plan) {
    std::vector<std::uint32_t> result;
    for (const LocalityPlan::Endpoint& endpoint : plan.endpoints) {
        result.push_back(endpoint.priority);
    }
    return result;
}

const LocalityName kHere = {"west", "a", "1"};

TEST(LocalityMatches, WildcardsAndMissingParts) {
    EXPECT_TRUE(locality_matches(kHere, "*"));
    EXPECT_TRUE(locality_matches(kHere, "west"));
    EXPECT_TRUE(locality_matches(kHere, "west/*"));
    EXPECT_TRUE(locality_matches(kHere, "west/a/*"));
    EXPECT_TRUE(locality_matches(kHere, "west/a/1"));
    EXPECT_FALSE(locality_matches(kHere, "west/b"));
    EXPECT_FALSE(locality_matches(kHere, "east/*"));
    EXPECT_FALSE(locality_matches(kHere, "west/a/2"));
}

TEST(PlanLocalities, NearestFirstWithoutGaps) {
    const auto endpoints = at({"west/a/1", "west/b/1", "east/a/1", "west/b/9"});
    EXPECT_THAT(priorities(plan_localities({}, kHere, {}, endpoints, true)), ElementsAre(0, 1, 2, 1));
}

TEST(PlanLocalities, WithoutOutlierDetectionOrSwitchedOffAllAreEqual) {
    const auto endpoints = at({"west/a/1", "west/b/1", "east/a/1"});
    EXPECT_THAT(priorities(plan_localities({}, kHere, {}, endpoints, false)), ElementsAre(0, 0, 0));
    LocalityLbSetting off;
    off.enabled = false;
    EXPECT_THAT(priorities(plan_localities(off, kHere, {}, endpoints, true)), ElementsAre(0, 0, 0));
}

TEST(PlanLocalities, FailoverNamesTheRegionThatComesNext) {
    LocalityLbSetting setting;
    setting.failover = {{"west", "north"}};
    const auto endpoints = at({"west/a/1", "east/a/1", "north/a/1"});
    EXPECT_THAT(priorities(plan_localities(setting, kHere, {}, endpoints, true)), ElementsAre(0, 2, 1));
}

TEST(PlanLocalities, DistributeWeighsByShareAndLeavesTheOthersOut) {
    LocalityLbSetting setting;
    setting.distribute = {{"east/*", {{"*", 100}}}, {"west/a/*", {{"west/a/*", 80}, {"west/b/*", 20}}}};
    const auto endpoints = at({"west/a/1", "west/a/2", "west/a/2", "west/b/1", "east/a/1"});
    const LocalityPlan plan = plan_localities(setting, kHere, {}, endpoints, false);
    EXPECT_THAT(plan.locality_weights, ElementsAre(27, 54, 20, 1)); // 80 split 1 : 2, rounded up
    EXPECT_FALSE(plan.endpoints[3].left_out);
    EXPECT_TRUE(plan.endpoints[4].left_out);
}

TEST(PlanLocalities, FailoverPriorityCountsLabelsInOrder) {
    LocalityLbSetting setting;
    setting.failover_priority = {"version", "topology.kubernetes.io/zone"};
    std::vector<LocatedEndpoint> endpoints = at({"west/a", "west/a", "west/a", "west/a"});
    const auto label = [&](std::size_t i, const char* version, const char* zone) {
        endpoints[i].labels = {{"version", version}, {"topology.kubernetes.io/zone", zone}};
    };
    label(0, "v1", "a");
    label(1, "v1", "b"); // the second label differs
    label(2, "v2", "a"); // the first does, and ends the comparison
    label(3, "v2", "b");
    const LabelMap client = {{"version", "v1"}, {"topology.kubernetes.io/zone", "a"}};
    EXPECT_THAT(priorities(plan_localities(setting, kHere, client, endpoints, true)),
                ElementsAre(0, 1, 2, 2));
    setting.failover_priority = {"version=v2"};
    EXPECT_THAT(priorities(plan_localities(setting, kHere, client, endpoints, true)),
                ElementsAre(1, 1, 0, 0));
}

} // namespace

} // namespace meshcast
