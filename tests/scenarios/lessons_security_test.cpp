#include "scenarios/load.h"
#include "sim/experiment/experiment.h"

#include <gtest/gtest.h>

#include <string>

namespace meshcast {

namespace {

using namespace std::chrono_literals;

/// A shipped scenario under one plane.
Scenario security_lesson(const std::string& name, const std::string& plane = "istio-sidecar") {
    LoadRequest request;
    request.paths = {name};
    request.planes = {plane};
    Loaded loaded = load_scenario(request);
    EXPECT_FALSE(loaded.diagnostics.has_errors()) << name;
    return std::move(loaded.scenario);
}

ReplicationResult one_run(const Scenario& scenario) {
    return simulate(scenario, scenario.planes.front(), 0);
}

double share_with(const RequestStats& stats, const std::string& outcome) {
    EXPECT_GT(stats.requests, 0);
    const auto found = stats.outcomes.find(outcome);
    return found == stats.outcomes.end()
               ? 0
               : static_cast<double>(found->second) / static_cast<double>(stats.requests);
}

TEST(SecurityLesson, CertificatesOfTwoRootsNeedATrustBundle) {
    Scenario scenario = security_lesson("root-migration");
    const ReplicationResult careless = one_run(scenario);
    const double failing = share_with(careless.services.at("shop/stock"), "503 UF");
    EXPECT_NEAR(failing, 0.5, 0.02) << "two of four pods";
    ASSERT_EQ(careless.handshake_failures.size(), 1);
    EXPECT_EQ(careless.handshake_failures.front().problem, CertificateProblem::UnknownRoot);
    EXPECT_EQ(careless.handshake_failures.front().whose, "shop/stock-restarted");
    EXPECT_EQ(careless.handshake_failures.front().refused_by, "shop/shop");

    scenario.certificates->trust_bundle = {"mesh", "new-ca"};
    const ReplicationResult careful = one_run(scenario);
    EXPECT_EQ(careful.total.failures, 0);
    EXPECT_TRUE(careful.handshake_failures.empty());
}

TEST(SecurityLesson, AnOutageOfTheAuthorityIsHarmlessUntilCertificatesRunOut) {
    Scenario scenario = security_lesson("certificate-expiry");
    const ReplicationResult expired = one_run(scenario);
    EXPECT_GT(share_with(expired.total, "500"), 0.05);
    ASSERT_FALSE(expired.handshake_failures.empty());
    for (const HandshakeFailure& failure : expired.handshake_failures) {
        EXPECT_EQ(failure.problem, CertificateProblem::Expired);
    }

    ASSERT_EQ(scenario.faults.size(), 1);
    scenario.faults.front().lasts = 60s;
    const ReplicationResult harmless = one_run(scenario);
    EXPECT_EQ(harmless.total.failures, 0);
    EXPECT_TRUE(harmless.handshake_failures.empty());
}

TEST(SecurityLesson, ConnectionsThatStandOutliveTheirCertificates) {
    Scenario scenario = security_lesson("certificate-expiry");
    scenario.routing.policies.clear(); // which replaces connections
    EXPECT_EQ(one_run(scenario).total.failures, 0);
}

} // namespace

} // namespace meshcast
