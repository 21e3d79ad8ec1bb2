#include "tests/sim/policy_scenario.h"

#include <gtest/gtest.h>

#include <numeric>

namespace meshcast::test {

namespace {

using namespace std::chrono_literals;

double seconds_of(const RequestStats& stats, Component component) {
    return stats.breakdown_seconds[static_cast<std::size_t>(component)];
}

std::vector<Step> takes(Duration time) {
    return {wait(Distribution::constant(time))};
}

/// Of `servers` without a queue, at `load` erlangs.
double erlang_b(int servers, double load) {
    double blocked = 1;
    for (int i = 1; i <= servers; ++i) {
        blocked = load * blocked / (i + load * blocked);
    }
    return blocked;
}

TEST(CircuitBreakers, RequestsQueueForTheOneConnectionFirstComeFirstServed) {
    PolicyScenario model({1, takes(10ms)}, {}, 50, 1000s);
    model.policy().connection_pool.emplace().max_connections = 1;
    const RequestStats calls = model.calls();
    EXPECT_EQ(share_of(calls, "200"), 1);
    // M/D/1 at half load: the mean wait is half a service.
    const double mean_wait = seconds_of(calls, Component::PoolWait) / static_cast<double>(calls.requests);
    EXPECT_NEAR(mean_wait, 5e-3, 0.3e-3);
    EXPECT_NEAR(to_seconds(calls.latency.mean()), 10e-3 + mean_wait, 0.1e-3);
}

TEST(CircuitBreakers, OverloadIsShedAndTheRestKeepsItsLatency) {
    PolicyScenario model({1, takes(10ms)}, {}, 1000, 20s);
    PoolLimits& limits = model.policy().connection_pool.emplace();
    limits.max_connections = 1;
    EXPECT_GT(model.calls().latency.max(), 1s); // without a limit for the queue
    limits.max_pending_requests = 2;
    const RequestStats calls = model.calls();
    EXPECT_EQ(count_of(calls, "200") + count_of(calls, "503 UO"), calls.requests);
    EXPECT_NEAR(share_of(calls, "200"), 0.1, 0.005); // the connection is never idle for long
    EXPECT_LT(calls.latency.max(), 30500us);         // two before it, and itself
}

TEST(CircuitBreakers, MoreConnectionsServeMore) {
    PolicyScenario model({1, takes(10ms)}, {}, 1000, 20s);
    PoolLimits& limits = model.policy().connection_pool.emplace();
    limits.max_connections = 4;
    limits.max_pending_requests = 10;
    EXPECT_NEAR(share_of(model.calls(), "200"), 0.4, 0.02);
}

TEST(CircuitBreakers, APoolWithoutAnyConnectionMayOpenOne) {
    PolicyScenario model({3, takes(10ms)}, {}, 1000, 20s);
    PoolLimits& limits = model.policy().connection_pool.emplace();
    limits.max_connections = 1; // for all three pods, each of which gets one
    limits.max_pending_requests = 10;
    EXPECT_NEAR(share_of(model.calls(), "200"), 0.3, 0.02);
}

TEST(CircuitBreakers, ActiveRequestsAreLimitedAsErlangSays) {
    for (const AppProtocol protocol : {AppProtocol::Grpc, AppProtocol::Http1}) {
        PolicyScenario model({2, takes(10ms)}, {}, 1000, 100s, protocol);
        model.policy().connection_pool.emplace().max_requests = 5;
        const RequestStats calls = model.calls();
        EXPECT_NEAR(share_of(calls, "503 UO"), erlang_b(5, 10), 0.01);
        EXPECT_LT(calls.latency.max(), 10500us);
    }
}

TEST(CircuitBreakers, AConnectionClosesAfterItsLastRequest) {
    for (const AppProtocol protocol : {AppProtocol::Http1, AppProtocol::Http2}) {
        PolicyScenario model({1, takes(1ms)}, {}, 100, 100s, protocol);
        model.scenario().network.same_node = Distribution::constant(100us);
        PoolLimits& limits = model.policy().connection_pool.emplace();
        const auto handshakes = [&] {
            const RequestStats calls = model.calls();
            EXPECT_EQ(share_of(calls, "200"), 1);
            return seconds_of(calls, Component::Handshake) / 200e-6 / static_cast<double>(calls.requests);
        };
        limits.max_requests_per_connection = 10;
        EXPECT_NEAR(handshakes(), 0.1, 0.02);
        limits.max_requests_per_connection = 1;
        EXPECT_NEAR(handshakes(), 1, 0.02);
        limits.max_connections = 1; // whoever waits opens the next
        EXPECT_NEAR(handshakes(), 1, 0.02);
    }
}

TEST(CircuitBreakers, RetriesAtOnceAreLimited) {
    PolicyScenario model({2, {wait(Distribution::constant(1ms)), fail(1, 503)}}, {}, 1000, 100s);
    model.rule().retries = RetryPolicy{.attempts = 1, .retry_on = {"5xx"}};
    EXPECT_EQ(share_of(model.calls(), "503 URX"), 1);
    model.policy().connection_pool.emplace().max_retries = 1;
    const RequestStats calls = model.calls();
    // One server without a queue: back-off of 12.5 ms on average, and a try.
    EXPECT_NEAR(share_of(calls, "503 UO"), erlang_b(1, 1000 * 13.5e-3), 0.01);
    EXPECT_EQ(count_of(calls, "503 URX") + count_of(calls, "503 UO"), calls.requests);
}

TEST(CircuitBreakers, OverflowIsNotTriedAgain) {
    PolicyScenario model({1, takes(10ms)}, {}, 1000, 10s);
    model.rule().retries = RetryPolicy{.attempts = 5, .retry_on = {"5xx"}};
    model.policy().connection_pool.emplace().max_requests = 1;
    const RequestStats calls = model.calls();
    EXPECT_NEAR(share_of(calls, "503 UO"), erlang_b(1, 10), 0.01);
    EXPECT_EQ(seconds_of(calls, Component::Retries), 0);
}

TEST(CircuitBreakers, WhatIsGivenUpCountsNoMore) {
    std::vector<Step> script = {compute(Distribution::constant(1ms)), wait(Distribution::constant(1s))};
    PolicyScenario model({1, script}, {}, 10, 100s);
    model.rule().timeout = Duration(20ms);
    PoolLimits& limits = model.policy().connection_pool.emplace();
    limits.max_connections = 1;
    limits.max_requests = 1;
    const ReplicationResult result = model.run();
    EXPECT_EQ(share_of(result.services.at("default/back"), "504 UT"), 1);
    // All but those that found the connection taken for the rest of their own time reach the pod.
    EXPECT_GT(result.workloads.at("default/back").vcpu, 0.9 * 10 * 1e-3);
}

TEST(CircuitBreakers, WhoIsGivenUpInTheQueueIsNeverSent) {
    PolicyScenario model({1, {compute(Distribution::constant(1ms))}}, {}, 0.1, 1000s);
    std::vector<Operation>& operations = model.scenario().behaviors.at(1).operations;
    operations.push_back({.name = "GET /slow", .script = takes(1s)});
    Step slow = call("back");
    std::get<Call>(slow.action).operation = "GET /slow";
    Step quick = call("back");
    std::get<Call>(quick.action).operation = "GET /";
    model.scenario().behaviors.front().operations.front().script = {parallel({slow, quick})};
    const RouteRule any = model.rule();
    model.rule().matches.emplace_back().path = TextMatch{TextMatch::Kind::Exact, "/"};
    model.rule().timeout = Duration(15ms);
    model.rule().retries = RetryPolicy{.attempts = 0};
    model.scenario().routing.routes.front().http.push_back(any);
    model.policy().connection_pool.emplace().max_connections = 1;
    const ReplicationResult result = model.run();
    EXPECT_GT(count_of(result.services.at("default/back"), "504 UT"), 50);
    // A slow one holds the connection, so a quick one is sent only while the queue is empty: never here.
    EXPECT_EQ(result.workloads.at("default/back").vcpu, 0);
}

TEST(CircuitBreakers, EveryNanosecondIsInTheBreakdown) {
    PolicyScenario model({2, takes(10ms)}, {}, 500, 20s);
    model.rule().timeout = Duration(30ms);
    PoolLimits& limits = model.policy().connection_pool.emplace();
    limits.max_connections = 2;
    limits.max_pending_requests = 10;
    limits.max_requests_per_connection = 3;
    const RequestStats total = model.run().total;
    const double parts = std::accumulate(total.breakdown_seconds.begin(), total.breakdown_seconds.end(), 0.0);
    EXPECT_NEAR(parts, total.latency.sum_seconds(), 1e-6);
}

} // namespace

} // namespace meshcast::test
