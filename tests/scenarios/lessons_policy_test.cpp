#include "scenarios/load.h"
#include "sim/experiment/experiment.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace meshcast {

namespace {

using testing::Contains;
using testing::HasSubstr;
using namespace std::chrono_literals;

Scenario policy_lesson(const std::string& name, const std::string& plane,
                       std::vector<std::string> sets = {}) {
    LoadRequest request;
    request.paths = {name};
    request.planes = {plane};
    request.sets = std::move(sets);
    Loaded loaded = load_scenario(request);
    EXPECT_FALSE(loaded.diagnostics.has_errors()) << name;
    return std::move(loaded.scenario);
}

ReplicationResult one_run(const std::string& name, const std::string& plane) {
    const Scenario scenario = policy_lesson(name, plane);
    return simulate(scenario, scenario.planes.front(), 0);
}

double failing(const ReplicationResult& result, const std::string& traffic) {
    const RequestStats& stats = result.traffic.at(traffic);
    EXPECT_GT(stats.requests, 0) << traffic;
    return static_cast<double>(stats.failures) / static_cast<double>(stats.requests);
}

/// Outcomes of the calls from a workload to a service.
const Outcomes& outcomes_between(const ReplicationResult& result, const std::string& from,
                                 const std::string& to) {
    return result.edges.at({from, to}).outcomes;
}

TEST(PolicyLesson, WithoutItsSidecarACallerIsResetAtOnce) {
    const ReplicationResult sidecars = one_run("missing-sidecar", "istio-sidecar");
    EXPECT_EQ(failing(sidecars, "shoppers"), 0);
    EXPECT_EQ(failing(sidecars, "auditors"), 1);
    const RequestStats& reset = sidecars.edges.at({"shop/report", "shop/stock"});
    EXPECT_LT(reset.latency.quantile(0.99), 5ms);
    ASSERT_EQ(sidecars.turned_away.size(), 1);
    EXPECT_THAT(sidecars.turned_away.front().decision.because, HasSubstr("STRICT"));
    EXPECT_GT(sidecars.turned_away.front().count, 0);
    EXPECT_EQ(failing(one_run("missing-sidecar", "istio-ambient"), "auditors"), 1);
    EXPECT_EQ(failing(one_run("missing-sidecar", "none"), "auditors"), 0) << "nobody asks for certificates";
}

TEST(PolicyLesson, PermissiveLetsTheSameCallerIn) {
    Scenario scenario = policy_lesson("missing-sidecar", "istio-sidecar");
    ASSERT_EQ(scenario.security.peer_authentications.size(), 1);
    scenario.security.peer_authentications.front().mode = PeerAuthentication::Mode::Permissive;
    const ReplicationResult result = simulate(scenario, scenario.planes.front(), 0);
    EXPECT_EQ(failing(result, "auditors"), 0);
    EXPECT_TRUE(result.turned_away.empty());
}

TEST(PolicyLesson, ALostLabelIsSilenceAndAMissingNameIs403) {
    const ReplicationResult result = one_run("namespace-breakdown", "istio-sidecar");
    EXPECT_EQ(failing(result, "shoppers"), 1);
    EXPECT_EQ(failing(result, "clerks"), 1);
    EXPECT_GE(result.edges.at({"shop/shop", "payments/payments"}).latency.quantile(0.5), 9s);
    EXPECT_LT(result.edges.at({"office/backoffice", "payments/payments"}).latency.quantile(0.99), 50ms);
    EXPECT_THAT(outcomes_between(result, "office/backoffice", "payments/payments"),
                Contains(testing::Key("403 rbac")));
}

TEST(PolicyLesson, TheNetworksHalfHoldsWithoutAMesh) {
    const ReplicationResult result = one_run("namespace-breakdown", "none");
    EXPECT_EQ(failing(result, "shoppers"), 1);
    EXPECT_EQ(failing(result, "clerks"), 0) << "nobody enforces the mesh's policy";
}

TEST(PolicyLesson, APolicyForThePortOfTheApplicationCutsOffAmbientAlone) {
    EXPECT_EQ(failing(one_run("network-policy", "none"), "shoppers"), 0);
    EXPECT_EQ(failing(one_run("network-policy", "istio-sidecar"), "shoppers"), 0);
    const ReplicationResult ambient = one_run("network-policy", "istio-ambient");
    EXPECT_EQ(failing(ambient, "shoppers"), 1);
    ASSERT_FALSE(ambient.turned_away.empty());
    EXPECT_THAT(ambient.turned_away.front().decision.because, HasSubstr("15008"));
}

} // namespace

} // namespace meshcast
