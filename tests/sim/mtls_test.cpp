#include "scenarios/import/kubernetes.h"
#include "sim/policy/mtls/connection.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace meshcast {

namespace {

using Mode = PeerAuthentication::Mode;
using Outcome = ConnectionDecision::Outcome;
using testing::HasSubstr;

/// front and back have sidecars, bare has none; zt is behind ztunnel.
constexpr const char* kShop = R"(
{apiVersion: v1, kind: Namespace, metadata: {name: shop, labels: {istio-injection: enabled}}}
---
{apiVersion: v1, kind: Namespace, metadata: {name: amb, labels: {istio.io/dataplane-mode: ambient}}}
---
{apiVersion: v1, kind: Pod, metadata: {name: front, namespace: shop, labels: {app: front}}, spec: {containers: [{name: a}]}}
---
{apiVersion: v1, kind: Pod, metadata: {name: back, namespace: shop, labels: {app: back}}, spec: {containers: [{name: a, ports: [{name: main, containerPort: 8080}]}]}}
---
{apiVersion: v1, kind: Pod, metadata: {name: bare, namespace: shop, labels: {app: bare, sidecar.istio.io/inject: "false"}}, spec: {containers: [{name: a}]}}
---
{apiVersion: v1, kind: Pod, metadata: {name: zt, namespace: amb, labels: {app: zt}}, spec: {containers: [{name: a}]}}
---
{apiVersion: v1, kind: Service, metadata: {name: back, namespace: shop}, spec: {selector: {app: back}, ports: [{name: http, port: 80, targetPort: main}, {name: tcp-db, port: 90, targetPort: 9090}, {name: https, port: 443, targetPort: 8443}]}}
---
{apiVersion: v1, kind: Service, metadata: {name: bare, namespace: shop}, spec: {selector: {app: bare}, ports: [{name: http, port: 80}, {name: https, port: 443}]}}
---
{apiVersion: v1, kind: Service, metadata: {name: zt, namespace: amb}, spec: {selector: {app: zt}, ports: [{name: http, port: 80}]}}
---
)";

class Mesh {
  public:
    explicit Mesh(const std::string& objects)
        : imported_(read(objects)),
          directory_(imported_.topology),
          known_(imported_.routing, imported_.topology) {}

    ConnectionDecision call(const std::string& from, const std::string& to, int port,
                            bool own_tls = false) const {
        const ConnectionCall call{workload(from),
                                  workload(to),
                                  known_.find(host_of(to)),
                                  port,
                                  "",
                                  own_tls ? RequestFacts::Protocol::Tcp : RequestFacts::Protocol::Http,
                                  own_tls};
        return connect(imported_.security, imported_.routing, directory_, known_, call);
    }

    ConnectionDecision dial_pod(const std::string& from, const std::string& to, int port) const {
        const ConnectionCall call{
            workload(from), workload(to), nullptr, port, "", RequestFacts::Protocol::Http, false};
        return connect(imported_.security, imported_.routing, directory_, known_, call);
    }

    Mode mode(const std::string& to, int port = 0) const {
        const Workload& pods = *workload(to);
        return peer_mode(imported_.security, pods.metadata.name_space, pods.pod.labels, port).mode;
    }

    InboundDecision arrive(const std::string& to, int port, ArrivingAs arrival,
                           RequestFacts::Protocol protocol = RequestFacts::Protocol::Http) const {
        const Workload& pods = *workload(to);
        Caller server;
        server.name_space = pods.metadata.name_space;
        server.labels = pods.pod.labels;
        return inbound(imported_.security, imported_.routing, known_, server, &pods.pod,
                       {port, protocol, arrival});
    }

    Security& security() { return imported_.security; }

  private:
    static Imported read(const std::string& objects) {
        Diagnostics diagnostics;
        const std::vector<SourceFile> files{{"shop.yaml", kShop}, {"policy.yaml", objects}};
        Imported imported = import_manifests(files, diagnostics);
        EXPECT_FALSE(diagnostics.has_errors());
        return imported;
    }

    const Workload* workload(const std::string& name) const {
        return name.empty() ? nullptr : directory_.workload(name);
    }

    static std::string host_of(const std::string& name) {
        return name + (name == "zt" ? ".amb" : ".shop") + ".svc.cluster.local";
    }

    Imported imported_;
    Directory directory_;
    KnownHosts known_;
};

std::string peer(const std::string& name, const std::string& name_space, const std::string& spec,
                 const std::string& created = "") {
    return "---\napiVersion: security.istio.io/v1\nkind: PeerAuthentication\nmetadata: {name: " + name +
           ", namespace: " + name_space +
           (created.empty() ? "" : ", creationTimestamp: \"" + created + "\"") + "}\nspec: " + spec + "\n";
}

std::string rule(const std::string& name_space, const std::string& host, const std::string& policy) {
    return "---\napiVersion: networking.istio.io/v1\nkind: DestinationRule\nmetadata: {name: d, namespace: " +
           name_space + "}\nspec: {host: \"" + host + "\", trafficPolicy: " + policy + "}\n";
}

const std::string kStrict = "{mtls: {mode: STRICT}}";

TEST(PeerMode, TheNarrowestPolicyCountsAndUnsetPassesOn) {
    EXPECT_EQ(Mesh("").mode("back"), Mode::Permissive);
    const std::string mesh = peer("m", "istio-system", kStrict);
    EXPECT_EQ(Mesh(mesh).mode("back"), Mode::Strict);
    EXPECT_EQ(Mesh(mesh + peer("n", "shop", "{mtls: {mode: UNSET}}")).mode("back"), Mode::Strict);
    const std::string open = mesh + peer("n", "shop", "{mtls: {mode: DISABLE}}");
    EXPECT_EQ(Mesh(open).mode("back"), Mode::Disable);
    const Mesh own(open +
                   peer("w", "shop", "{selector: {matchLabels: {app: back}}, mtls: {mode: PERMISSIVE}}"));
    EXPECT_EQ(own.mode("back"), Mode::Permissive);
    EXPECT_EQ(own.mode("front"), Mode::Disable);
    EXPECT_EQ(Mesh(open).mode("zt"), Mode::Strict) << "another namespace";
}

TEST(PeerMode, PortsAreOfThePodAndInherit) {
    const Mesh mesh(peer("w", "shop",
                         "{selector: {matchLabels: {app: back}}, mtls: {mode: STRICT}, portLevelMtls: "
                         "{8080: {mode: DISABLE}, 9090: {mode: UNSET}}}"));
    EXPECT_EQ(mesh.mode("back", 8080), Mode::Disable);
    EXPECT_EQ(mesh.mode("back", 9090), Mode::Strict);
    EXPECT_EQ(mesh.mode("back", 80), Mode::Strict) << "the Service's port is nobody's";
}

TEST(PeerMode, TheOldestOfOneLevelCountsThenTheName) {
    const std::string old = peer("z", "shop", kStrict, "2020-01-01T00:00:00Z");
    const std::string young = peer("a", "shop", "{mtls: {mode: DISABLE}}", "2021-01-01T00:00:00Z");
    EXPECT_EQ(Mesh(old + young).mode("back"), Mode::Strict);
    EXPECT_EQ(Mesh(young + old).mode("back"), Mode::Strict);
    const std::string same = peer("b", "shop", "{mtls: {mode: DISABLE}}", "2020-01-01T00:00:00Z");
    EXPECT_EQ(Mesh(old + same).mode("back"), Mode::Disable);
}

TEST(PeerMode, ASelectorInTheRootNamespaceSelectsNobody) {
    EXPECT_EQ(Mesh(peer("m", "istio-system", "{selector: {matchLabels: {app: back}}, mtls: {mode: STRICT}}"))
                  .mode("back"),
              Mode::Permissive);
}

TEST(Connection, SidecarsEncryptByThemselvesWhereTheServerCan) {
    const Mesh mesh("");
    EXPECT_EQ(mesh.call("front", "back", 80).outcome, Outcome::MutualTls);
    EXPECT_EQ(mesh.call("front", "back", 90).outcome, Outcome::MutualTls);
    EXPECT_EQ(mesh.call("front", "back", 443, true).outcome, Outcome::MutualTls);
    EXPECT_EQ(mesh.call("front", "bare", 80).outcome, Outcome::Plaintext);
    EXPECT_EQ(mesh.call("bare", "back", 80).outcome, Outcome::Plaintext);
    EXPECT_EQ(mesh.call("", "back", 80).outcome, Outcome::Plaintext);
    EXPECT_EQ(mesh.call("bare", "back", 443, true).outcome, Outcome::OwnTls);
}

TEST(Connection, StrictResetsPlaintextAndNamesThePolicy) {
    const Mesh mesh(peer("lock", "shop", kStrict));
    EXPECT_EQ(mesh.call("front", "back", 80).outcome, Outcome::MutualTls);
    const ConnectionDecision refused = mesh.call("bare", "back", 80);
    EXPECT_EQ(refused.outcome, Outcome::Fails);
    EXPECT_THAT(refused.because, HasSubstr("PeerAuthentication shop/lock has the mode STRICT"));
    EXPECT_EQ(refused.origin.file, "policy.yaml");
    EXPECT_EQ(mesh.call("bare", "back", 443, true).outcome, Outcome::Fails)
        << "not a certificate of the mesh";
    EXPECT_EQ(mesh.dial_pod("front", "back", 8080).outcome, Outcome::Fails) << "no service, no mutual TLS";
    EXPECT_EQ(mesh.call("front", "bare", 80).outcome, Outcome::Plaintext) << "nobody enforces it";
}

TEST(Connection, DisableTurnsAutoMtlsOff) {
    const Mesh mesh(peer("open", "shop", "{mtls: {mode: DISABLE}}"));
    EXPECT_EQ(mesh.call("front", "back", 80).outcome, Outcome::Plaintext);
    const Mesh forced(peer("open", "shop", "{mtls: {mode: DISABLE}}") +
                      rule("shop", "back", "{tls: {mode: ISTIO_MUTUAL}}"));
    EXPECT_EQ(forced.call("front", "back", 80).outcome, Outcome::Fails);
    EXPECT_EQ(forced.call("front", "back", 90).outcome, Outcome::Fails)
        << "bytes arrive, and the application cannot read them";
}

TEST(Connection, ADestinationRuleOverrulesAutoMtls) {
    const Mesh everywhere(rule("istio-system", "*", "{tls: {mode: ISTIO_MUTUAL}}"));
    EXPECT_EQ(everywhere.call("front", "back", 80).outcome, Outcome::MutualTls);
    const ConnectionDecision failed = everywhere.call("front", "bare", 80);
    EXPECT_EQ(failed.outcome, Outcome::Fails);
    EXPECT_THAT(failed.because, HasSubstr("DestinationRule istio-system/d has the TLS mode ISTIO_MUTUAL"));
    EXPECT_EQ(failed.origin.file, "policy.yaml");
    const Mesh off(peer("lock", "shop", kStrict) + rule("shop", "back", "{tls: {mode: DISABLE}}"));
    EXPECT_EQ(off.call("front", "back", 80).outcome, Outcome::Fails);
}

TEST(Connection, APortsSettingsCountForItAlone) {
    const Mesh mesh(
        rule("shop", "back",
             "{tls: {mode: DISABLE}, portLevelSettings: [{port: {number: 90}, tls: {mode: ISTIO_MUTUAL}}]}"));
    EXPECT_EQ(mesh.call("front", "back", 80).outcome, Outcome::Plaintext);
    EXPECT_EQ(mesh.call("front", "back", 90).outcome, Outcome::MutualTls);
}

TEST(Connection, OneWayTlsNeedsAServerThatSpeaksIt) {
    const Mesh mesh(rule("shop", "*.shop.svc.cluster.local", "{tls: {mode: SIMPLE}}"));
    EXPECT_EQ(mesh.call("front", "bare", 80).outcome, Outcome::Fails);
    EXPECT_EQ(mesh.call("front", "bare", 443).outcome, Outcome::OwnTls);
    EXPECT_EQ(mesh.call("front", "back", 80).outcome, Outcome::Fails) << "declared HTTP: no chain takes it";
    EXPECT_EQ(mesh.call("front", "back", 443, true).outcome, Outcome::Fails) << "TLS around TLS";
}

TEST(Connection, WithoutAutoMtlsNothingIsEncryptedUnasked) {
    Mesh mesh("");
    mesh.security().mesh.auto_mtls = false;
    EXPECT_EQ(mesh.call("front", "back", 80).outcome, Outcome::Plaintext);
    EXPECT_EQ(mesh.call("front", "zt", 80).outcome, Outcome::MutualTls) << "ztunnel does not ask";
}

TEST(Connection, ZtunnelEncryptsWithinTheMeshAndKnowsStrict) {
    const Mesh mesh(peer("lock", "amb", kStrict));
    EXPECT_EQ(mesh.call("zt", "back", 80).outcome, Outcome::MutualTls);
    EXPECT_EQ(mesh.call("front", "zt", 80).outcome, Outcome::MutualTls);
    EXPECT_EQ(mesh.call("zt", "bare", 80).outcome, Outcome::Plaintext);
    EXPECT_EQ(mesh.call("bare", "zt", 80).outcome, Outcome::Fails);
    EXPECT_EQ(Mesh("").call("bare", "zt", 80).outcome, Outcome::Plaintext);
    const Mesh disabled(peer("open", "amb", "{mtls: {mode: DISABLE}}"));
    EXPECT_EQ(disabled.call("front", "zt", 80).outcome, Outcome::MutualTls)
        << "ztunnel does not know DISABLE";
}

TEST(Connection, APortTheServiceLacksLeadsNowhere) {
    const ConnectionDecision decision = Mesh("").call("front", "back", 81);
    EXPECT_EQ(decision.outcome, Outcome::Fails);
    EXPECT_THAT(decision.because, HasSubstr("has no port 81"));
}

/// istiod's filter chains, declared protocol by what arrives.
TEST(Inbound, TakesWhatTheModeAndTheProtocolAllow) {
    using Result = InboundDecision::Outcome;
    constexpr auto kHttp = RequestFacts::Protocol::Http;
    constexpr auto kTcp = RequestFacts::Protocol::Tcp;
    const auto result = [](const std::string& mode, int port, ArrivingAs arrival,
                           RequestFacts::Protocol protocol) {
        return Mesh(peer("p", "shop", "{mtls: {mode: " + mode + "}}"))
            .arrive("back", port, arrival, protocol)
            .outcome;
    };
    // 8080 is HTTP, 9090 TCP, 7070 nobody's.
    EXPECT_EQ(result("DISABLE", 8080, ArrivingAs::Plaintext, kHttp), Result::Accepted);
    EXPECT_EQ(result("DISABLE", 8080, ArrivingAs::Plaintext, kTcp), Result::ProtocolError);
    EXPECT_EQ(result("DISABLE", 8080, ArrivingAs::MutualTls, kHttp), Result::ProtocolError);
    EXPECT_EQ(result("DISABLE", 9090, ArrivingAs::MutualTls, kHttp), Result::Accepted);
    EXPECT_EQ(result("DISABLE", 7070, ArrivingAs::Tls, kHttp), Result::Accepted);
    EXPECT_EQ(result("PERMISSIVE", 8080, ArrivingAs::Plaintext, kHttp), Result::Accepted);
    EXPECT_EQ(result("PERMISSIVE", 8080, ArrivingAs::Tls, kHttp), Result::NoFilterChain);
    EXPECT_EQ(result("PERMISSIVE", 8080, ArrivingAs::MutualTls, kHttp), Result::Accepted);
    EXPECT_EQ(result("PERMISSIVE", 9090, ArrivingAs::Tls, kTcp), Result::Accepted);
    EXPECT_EQ(result("STRICT", 8080, ArrivingAs::Plaintext, kHttp), Result::NoFilterChain);
    EXPECT_EQ(result("STRICT", 8080, ArrivingAs::Tls, kHttp), Result::NotMutualTls);
    EXPECT_EQ(result("STRICT", 8080, ArrivingAs::MutualTls, kHttp), Result::Accepted);
    EXPECT_EQ(result("STRICT", 8080, ArrivingAs::MutualTls, kTcp), Result::ProtocolError);
    EXPECT_EQ(result("STRICT", 7070, ArrivingAs::Plaintext, kTcp), Result::NoFilterChain);
    EXPECT_EQ(result("STRICT", 15006, ArrivingAs::MutualTls, kTcp), Result::Refused);
}

TEST(Inbound, KnowsWhoCallsOnlyWhereMutualTlsEnds) {
    EXPECT_TRUE(Mesh("").arrive("back", 8080, ArrivingAs::MutualTls).identified);
    EXPECT_FALSE(Mesh("").arrive("back", 8080, ArrivingAs::Plaintext).identified);
    const Mesh open(peer("p", "shop", "{mtls: {mode: DISABLE}}"));
    EXPECT_FALSE(open.arrive("back", 9090, ArrivingAs::MutualTls).identified);
}

TEST(Inbound, ASidecarObjectTakesTheServicesPlace) {
    const std::string sidecar = R"(---
apiVersion: networking.istio.io/v1
kind: Sidecar
metadata: {name: s, namespace: shop}
spec:
  workloadSelector: {labels: {app: back}}
  ingress: [{port: {number: 9443, protocol: HTTPS, name: x}, defaultEndpoint: "127.0.0.1:80", tls: {mode: SIMPLE}}]
)";
    using Result = InboundDecision::Outcome;
    const Mesh mesh(sidecar + peer("p", "shop", "{mtls: {mode: DISABLE}}"));
    EXPECT_FALSE(mesh.arrive("back", 8080, ArrivingAs::Plaintext).declared);
    EXPECT_EQ(mesh.arrive("back", 9443, ArrivingAs::Tls).outcome, Result::Accepted);
    EXPECT_TRUE(mesh.arrive("back", 9443, ArrivingAs::Tls).terminated);
    EXPECT_EQ(mesh.arrive("back", 9443, ArrivingAs::Plaintext).outcome, Result::NoFilterChain);
    EXPECT_EQ(mesh.arrive("back", 9443, ArrivingAs::MutualTls).outcome, Result::NotMutualTls);
    const Mesh strict(sidecar + peer("p", "shop", kStrict));
    EXPECT_EQ(strict.arrive("back", 9443, ArrivingAs::Tls).outcome, Result::NotMutualTls)
        << "the mesh's TLS comes first";
}

/// Policies at random, of all levels, ages and modes.
std::vector<PeerAuthentication> some_policies(std::mt19937& random) {
    const auto below = [&](unsigned long limit) { return random() % limit; };
    const auto mode = [&]() -> std::optional<Mode> {
        const unsigned long number = below(4);
        return number == 3 ? std::nullopt : std::optional(static_cast<Mode>(number));
    };
    std::vector<PeerAuthentication> policies(below(6));
    for (std::size_t i = 0; i < policies.size(); ++i) {
        PeerAuthentication& policy = policies[i];
        policy.metadata.name = "p" + std::to_string(i);
        policy.metadata.name_space = below(3) == 0 ? "istio-system" : "shop";
        policy.created = "202" + std::to_string(below(3)) + "-01-01T00:00:00Z";
        policy.mode = mode();
        if (below(2) == 0) {
            policy.selector = {{"app", below(2) == 0 ? "back" : "bare"}};
            policy.ports[8080] = mode();
        }
    }
    return policies;
}

std::vector<std::string> all_outcomes(const Mesh& mesh) {
    std::vector<std::string> outcomes;
    for (const char* from : {"front", "bare", "zt", ""}) {
        for (const char* to : {"back", "bare", "zt"}) {
            for (const int port : {80, 90, 443}) {
                outcomes.emplace_back(outcome_name(mesh.call(from, to, port, port == 443).outcome));
            }
        }
    }
    return outcomes;
}

TEST(Connection, TheOrderOfObjectsNeverMatters) {
    std::mt19937 random(7);
    Mesh mesh("");
    for (int i = 0; i < 200; ++i) {
        std::vector<PeerAuthentication> policies = some_policies(random);
        mesh.security().peer_authentications = policies;
        const std::vector<std::string> before = all_outcomes(mesh);
        std::ranges::shuffle(policies, random);
        mesh.security().peer_authentications = policies;
        EXPECT_EQ(all_outcomes(mesh), before);
    }
}

TEST(Connection, AnotherStrictPolicyNeverLetsPlaintextIn) {
    std::mt19937 random(11);
    Mesh mesh("");
    for (int i = 0; i < 200; ++i) {
        std::vector<PeerAuthentication> policies = some_policies(random);
        mesh.security().peer_authentications = policies;
        const std::vector<std::string> before = all_outcomes(mesh);
        PeerAuthentication strict;
        strict.metadata.name = "strict";
        strict.metadata.name_space = random() % 2 == 0 ? "istio-system" : "shop";
        strict.created = random() % 2 == 0 ? "2019-01-01T00:00:00Z" : "2025-01-01T00:00:00Z";
        strict.mode = Mode::Strict;
        if (random() % 2 == 0) {
            strict.selector = {{"app", "back"}};
        }
        policies.push_back(strict);
        mesh.security().peer_authentications = policies;
        const std::vector<std::string> after = all_outcomes(mesh);
        for (std::size_t k = 0; k < after.size(); ++k) {
            EXPECT_TRUE(after[k] != "plaintext" || before[k] == "plaintext") << i << " " << k;
        }
    }
}

} // namespace

} // namespace meshcast
