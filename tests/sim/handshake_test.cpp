#include "sim/experiment/experiment.h"
#include "tests/sim/scenario_builder.h"

#include <gtest/gtest.h>

#include <cmath>

namespace meshcast::test {

namespace {

using namespace std::chrono_literals;

Recording evenly(double rate, Duration duration) {
    Recording recording;
    for (double at = 0; at < to_seconds(duration); at += 1 / rate) {
        recording.requests.push_back({.at = from_seconds(at)});
    }
    return recording;
}

/// `front` calls `web` for each of evenly spaced requests; sidecars with mutual TLS, nothing else takes time.
class HandshakeScenario {
  public:
    HandshakeScenario(Duration web_takes, int pods, double rate, Duration duration) {
        builder_.workload("web", {wait(Distribution::constant(web_takes))}, pods)
            .workload("front", {call("web")})
            .traffic({.name = "users", .to = "front", .pattern = evenly(rate, duration)})
            .duration(duration, Duration{})
            .plane(simple_sidecars(Duration{}));
        plane().mtls = true;
        plane().certificates.jitter = 0;
        Network& network = scenario().network;
        for (Distribution* latency : {&network.same_pod, &network.same_node, &network.same_zone,
                                      &network.cross_zone, &network.outside}) {
            *latency = Distribution::constant(Duration{});
        }
    }

    Scenario& scenario() { return builder_.scenario(); }

    DataPlane& plane() { return scenario().planes.front(); }

    Certificates& certificates() {
        if (!scenario().certificates) {
            scenario().certificates.emplace().age = Duration{};
        }
        return *scenario().certificates;
    }

    HandshakeScenario& add(Duration at, std::optional<Duration> lasts, TimedFault::What what) {
        scenario().faults.push_back({.at = at, .lasts = lasts, .what = std::move(what)});
        return *this;
    }

    ReplicationResult run() { return simulate(scenario(), plane(), 0); }

    RequestStats calls() { return run().services.at("default/web"); }

  private:
    ScenarioBuilder builder_;
};

double number_with(const RequestStats& stats, const std::string& outcome) {
    const auto found = stats.outcomes.find(outcome);
    return found == stats.outcomes.end() ? 0 : static_cast<double>(found->second);
}

double handshake_seconds(const RequestStats& stats) {
    return stats.breakdown_seconds[static_cast<std::size_t>(Component::Handshake)];
}

/// Requests 100 ms apart that take so long that each needs a connection of its own.
HandshakeScenario ten_connections(int pods) {
    HandshakeScenario model(500ms, pods, 10, 2s);
    ProxyCost& cost = model.plane().proxies.front().cost;
    cost.handshake = 10ms;
    cost.resumption = 1ms;
    return model;
}

TEST(Handshakes, AreResumedWithWhoeverWasMetLast) {
    HandshakeScenario never = ten_connections(1);
    const double full = handshake_seconds(never.calls());
    const auto connections = std::round(full / 20e-3);
    EXPECT_NEAR(full, connections * 20e-3, 1e-6);
    EXPECT_GE(connections, 5);

    HandshakeScenario resuming = ten_connections(1);
    resuming.plane().proxies.front().resumes_for = 1h;
    EXPECT_NEAR(handshake_seconds(resuming.calls()), 20e-3 + (connections - 1) * 2e-3, 1e-6);
}

TEST(Handshakes, AreNotResumedWithAnotherPodOrAnOldTicket) {
    HandshakeScenario alternating = ten_connections(2); // in turn, and one session is kept
    const double full = handshake_seconds(alternating.calls());
    alternating.plane().proxies.front().resumes_for = 1h;
    EXPECT_EQ(handshake_seconds(alternating.calls()), full);

    HandshakeScenario late = ten_connections(1);
    const double all = handshake_seconds(late.calls());
    late.plane().proxies.front().resumes_for = 50ms;
    EXPECT_EQ(handshake_seconds(late.calls()), all);
}

TEST(Handshakes, AreNotResumedWithANewCertificate) {
    HandshakeScenario model = ten_connections(1);
    model.plane().proxies.front().resumes_for = 1h;
    const double resumed = handshake_seconds(model.calls());
    model.certificates().lifetime = 1min; // renewed after 30 s less 29.55
    model.certificates().age = 29'550ms;
    EXPECT_NEAR(handshake_seconds(model.calls()) - resumed, 18e-3, 1e-6) << "once more in full";
}

TEST(Certificates, ThatAreInOrderChangeNothing) {
    HandshakeScenario model(1ms, 2, 50, 10s);
    const ReplicationResult without = model.run();
    model.certificates();
    const ReplicationResult with = model.run();
    EXPECT_EQ(with.fingerprint, without.fingerprint);
    EXPECT_TRUE(with.handshake_failures.empty());
}

ExpireCertificate expire(const std::string& workload) {
    return {workload};
}

TEST(Certificates, ThatHaveExpiredFailNewConnectionsOnly) {
    HandshakeScenario model(1ms, 1, 50, 20s);
    model.add(10s, 5s, expire("web"));
    EXPECT_EQ(number_with(model.calls(), "503 UF"), 0) << "the one connection stands";

    HandshakeScenario fresh(1ms, 1, 50, 20s);
    fresh.add(0s, 10s, expire("web"));
    const ReplicationResult result = fresh.run();
    const RequestStats& calls = result.services.at("default/web");
    EXPECT_NEAR(number_with(calls, "503 UF"), 500, 2) << "for ten seconds";
    EXPECT_EQ(number_with(calls, "503 UF") + number_with(calls, "200"), static_cast<double>(calls.requests));
    ASSERT_EQ(result.handshake_failures.size(), 1);
    EXPECT_EQ(result.handshake_failures.front().whose, "default/web");
    EXPECT_EQ(result.handshake_failures.front().problem, CertificateProblem::Expired);
    EXPECT_NEAR(static_cast<double>(result.handshake_failures.front().times), number_with(calls, "503 UF"),
                1);
}

TEST(Certificates, FailingHandshakesLeaveNoConnectionBehind) {
    HandshakeScenario model(1ms, 1, 50, 20s);
    model.plane().proxies.front().memory.per_connection = mebibytes(1);
    const Bytes usual = model.run().proxies.at("sidecar").memory;
    model.add(0s, 10s, expire("web"));
    EXPECT_EQ(model.run().proxies.at("sidecar").memory.count, usual.count);
}

TEST(Certificates, OfAnotherRootAreRefusedUntilBothAreKnown) {
    HandshakeScenario model(1ms, 2, 50, 20s);
    model.certificates().other_roots.push_back({.name = "new-ca", .workloads = {"web"}});
    const RequestStats calls = model.calls();
    EXPECT_EQ(number_with(calls, "503 UF"), static_cast<double>(calls.requests));
    model.certificates().trust_bundle = {"mesh", "new-ca"};
    EXPECT_EQ(number_with(model.calls(), "503 UF"), 0);
}

TEST(Certificates, AWrongClockRefusesWhatIsValid) {
    SkewClock skew;
    skew.workload = "front";
    skew.by = 25h;
    HandshakeScenario ahead(1ms, 1, 50, 20s);
    ahead.certificates();
    ahead.add(0s, 10s, skew);
    EXPECT_NEAR(number_with(ahead.calls(), "503 UF"), 500, 2);

    for (const auto& [by, failures] : {std::pair(-1min, 0.0), std::pair(-3min, 500.0)}) {
        skew.by = by;
        HandshakeScenario behind(1ms, 1, 50, 20s);
        behind.certificates();
        behind.add(0s, 10s, skew);
        EXPECT_NEAR(number_with(behind.calls(), "503 UF"), failures, 2) << "backdated by two minutes";
    }
}

TEST(Certificates, AnAuthorityThatIsOutForTooLongIsMissed) {
    for (const auto& [outage, fails] : {std::pair(50s, false), std::pair(90s, true)}) {
        HandshakeScenario model(1ms, 1, 5, 100s);
        model.certificates().lifetime = 80s; // renewed at 20 s, expired at 60 s
        model.certificates().age = 20s;
        model.plane().certificates.retry = 1s;
        model.add(1s, outage, StopCertificateAuthority{});
        // A crash closes the connection, so that there is a new one after that.
        KillPods kill;
        kill.workload = "web";
        model.add(65s, std::nullopt, kill);
        EXPECT_EQ(model.run().handshake_failures.empty(), !fails) << to_seconds(outage);
    }
}

TEST(Certificates, ApplicationsBehindALayer4ProxySeeAReset) {
    HandshakeScenario model(1ms, 1, 50, 20s);
    ProxyProfile& node = model.plane().proxies.front();
    node.placement = Placement::Node;
    node.layer = Layer::L4;
    model.plane().multiplex = true;
    model.plane().balance_unit = BalanceUnit::Connection;
    model.add(0s, 10s, expire("web"));
    const ReplicationResult result = model.run();
    const RequestStats& calls = result.services.at("default/web");
    EXPECT_NEAR(number_with(calls, "reset"), 500, 2);
    EXPECT_EQ(result.handshake_failures.size(), 1);
}

TEST(Certificates, MeanNothingWithoutMutualTls) {
    HandshakeScenario model(1ms, 1, 50, 20s);
    model.plane().mtls = false;
    model.add(0s, 10s, expire("web"));
    EXPECT_EQ(number_with(model.calls(), "503 UF"), 0);
}

} // namespace

} // namespace meshcast::test
