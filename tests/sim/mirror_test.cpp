#include "tests/sim/policy_scenario.h"

#include <gtest/gtest.h>

namespace meshcast::test {

namespace {

using namespace std::chrono_literals;

/// front calls back, and a share of the calls is copied to shadow, each try of which burns 1 ms and fails.
PolicyScenario mirrored(double share) {
    PolicyScenario model({2, {compute(Distribution::constant(500us))}}, {}, 500, 50s);
    Scenario& scenario = model.scenario();
    scenario.topology.workloads.push_back(scenario.topology.workloads.back());
    Workload& shadow = scenario.topology.workloads.back();
    shadow.metadata.name = "shadow";
    shadow.pod.labels = {{"app", "shadow"}};
    scenario.topology.services.push_back(scenario.topology.services.back());
    scenario.topology.services.back().metadata.name = "shadow";
    scenario.topology.services.back().selector = {{"app", "shadow"}};
    scenario.behaviors.push_back(
        {.workload = "shadow",
         .operations = {{.name = "GET /",
                         .script = {compute(Distribution::constant(1ms)), wait(Distribution::constant(200ms)),
                                    fail(1, 503)}}}});
    Mirror mirror;
    mirror.backend.host = "shadow.default.svc.cluster.local";
    mirror.share = share;
    model.rule().mirrors = {mirror};
    return model;
}

double per_second(const ReplicationResult& result, const char* workload, double cpu) {
    return result.workloads.at(workload).vcpu / cpu;
}

TEST(Mirroring, CopiesReachTheMirrorAndCostTheProxy) {
    const ReplicationResult alone = mirrored(0).run();
    const ReplicationResult all = mirrored(1).run();
    const ReplicationResult some = mirrored(0.25).run();
    EXPECT_EQ(alone.workloads.at("default/shadow").vcpu, 0);
    const double calls = static_cast<double>(all.services.at("default/back").requests) / 50;
    EXPECT_NEAR(per_second(all, "default/shadow", 1e-3), calls, 0.01 * calls);
    EXPECT_NEAR(per_second(all, "default/back", 500e-6), calls, 0.01 * calls);
    EXPECT_NEAR(per_second(some, "default/shadow", 1e-3), calls / 4, 0.03 * calls / 4);
    // A microsecond each way through the sender's sidecar and the mirror's.
    EXPECT_NEAR(all.proxies.at("sidecar").vcpu - alone.proxies.at("sidecar").vcpu, calls * 4e-6,
                calls * 0.1e-6);
}

TEST(Mirroring, ItsAnswersAreNobodysBusiness) {
    const ReplicationResult result = mirrored(1).run();
    const RequestStats& calls = result.services.at("default/back");
    EXPECT_EQ(share_of(calls, "200"), 1);
    EXPECT_LT(calls.latency.max(), 10ms);
    EXPECT_EQ(result.total.failures, 0);
    EXPECT_LT(result.total.latency.max(), 10ms);
    EXPECT_FALSE(result.services.contains("default/shadow"));
}

TEST(Mirroring, ToNowhereIsLeftOut) {
    PolicyScenario model = mirrored(1);
    model.rule().mirrors.front().backend.host = "gone.default.svc.cluster.local";
    EXPECT_EQ(share_of(model.calls(), "200"), 1);
}

TEST(Mirroring, NothingIsMirroredThatAFaultAborts) {
    PolicyScenario model = mirrored(1);
    model.rule().fault.emplace().abort_share = 1;
    model.rule().fault->abort_status = 500;
    EXPECT_EQ(model.run().workloads.at("default/shadow").vcpu, 0);
}

} // namespace

} // namespace meshcast::test
