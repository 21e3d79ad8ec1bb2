#include "sim/request/cancellation.h"
#include "tests/sim/policy_scenario.h"

#include <gtest/gtest.h>

namespace meshcast::test {

namespace {

using namespace std::chrono_literals;

/// What is left of a request that takes ten steps of 10 ms each when its caller waits for 35 ms.
PolicyScenario slow_steps(bool server_cancels) {
    std::vector<Step> steps;
    for (int i = 0; i < 10; ++i) {
        steps.push_back(compute(Distribution::constant(10ms)));
    }
    PolicyScenario model({2, steps}, {}, 20, 100s);
    model.scenario().server_cancels = server_cancels;
    model.rule().timeout = Duration(35ms);
    model.rule().retries = RetryPolicy{.attempts = 0};
    return model;
}

double burnt_a_request(PolicyScenario model) {
    const ReplicationResult result = model.run();
    const RequestStats& calls = result.services.at("default/back");
    EXPECT_EQ(share_of(calls, "504 UT"), 1);
    return result.workloads.at("default/back").vcpu * 100 / static_cast<double>(calls.requests);
}

TEST(Cancellation, IsOfARequestOrOfAnyItIsMadeFor) {
    Cancellation caller;
    Cancellation middle{&caller};
    const Cancellation request{&middle};
    EXPECT_FALSE(request.seen());
    caller.requested = true;
    EXPECT_TRUE(request.seen());
    EXPECT_TRUE(middle.seen());
    EXPECT_TRUE(caller.seen());
}

TEST(Cancellation, AServerGoesOnWithWhatNobodyWaitsFor) {
    EXPECT_NEAR(burnt_a_request(slow_steps(false)), 100e-3, 0.2e-3);
}

TEST(Cancellation, AServerThatCancelsStopsAtTheNextStep) {
    EXPECT_NEAR(burnt_a_request(slow_steps(true)), 40e-3, 0.2e-3);
}

TEST(Cancellation, IsHandedOnToTheServersThatWorkForIt) {
    for (const bool cancels : {false, true}) {
        PolicyScenario model = slow_steps(cancels);
        Scenario& scenario = model.scenario();
        // front calls back, which lets store do the work, in branches.
        scenario.topology.workloads.push_back(scenario.topology.workloads.back());
        scenario.topology.workloads.back().metadata.name = "store";
        scenario.topology.workloads.back().pod.labels = {{"app", "store"}};
        scenario.topology.services.push_back(scenario.topology.services.back());
        scenario.topology.services.back().metadata.name = "store";
        scenario.topology.services.back().selector = {{"app", "store"}};
        scenario.behaviors.push_back({.workload = "store", .operations = scenario.behaviors[1].operations});
        scenario.behaviors[1].operations.front().script = {parallel({call("store"), call("store")}),
                                                           compute(Distribution::constant(10ms))};
        const ReplicationResult result = model.run();
        const double requests = static_cast<double>(result.services.at("default/back").requests);
        const double store = result.workloads.at("default/store").vcpu * 100 / requests;
        EXPECT_NEAR(store, cancels ? 80e-3 : 200e-3, 1e-3);
        const double back = result.workloads.at("default/back").vcpu * 100 / requests;
        EXPECT_NEAR(back, cancels ? 0 : 10e-3, 1e-4);
    }
}

} // namespace

} // namespace meshcast::test
