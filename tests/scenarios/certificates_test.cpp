#include "scenarios/load.h"
#include "tests/scenarios/temporary_folder.h"

#include <gmock/gmock.h>

#include <algorithm>

namespace meshcast {

namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr const char* kManifests = R"(
apiVersion: v1
kind: Service
metadata: {name: web}
spec: {selector: {app: web}, ports: [{name: http, port: 80, targetPort: 8080}]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: web}]}
)";

/// A scenario with these lines at its end.
Loaded load_with(const std::string& lines, const std::string& plane = "istio-sidecar") {
    const test::TemporaryFolder folder;
    folder.write("app/web.yaml", kManifests);
    LoadRequest request;
    request.paths = {folder.write("scenario.yaml", R"(apiVersion: meshcast/v1
kind: Scenario
include: [app/*.yaml]
behavior:
  web: {operations: {"GET /": [{compute: 1ms}]}}
traffic: [{to: web, rate: 10/s}]
nodes: [{name: node, count: 1}]
duration: 60s
planes: [)" + plane + "]\n" + lines)};
    return load_scenario(request);
}

std::vector<std::string> codes_of(const Loaded& loaded) {
    std::vector<std::string> codes;
    for (const Diagnostic& diagnostic : loaded.diagnostics.sorted()) {
        codes.emplace_back(diagnostic.message->code);
    }
    return codes;
}

TEST(CertificatesSection, IsReadWhole) {
    const Loaded loaded = load_with(R"(certificates:
  lifetime: 1h
  rotateAt: 80%
  age: 40m
  ageSpread: 5m
  otherRoots: [{name: old-ca, workloads: [web]}]
  trustBundle: [old-ca, mesh]
  otherTrustDomains: [{name: old-td, workloads: [default/web]}]
  trustDomainAliases: [old-td]
)");
    ASSERT_THAT(codes_of(loaded), IsEmpty());
    ASSERT_TRUE(loaded.scenario.certificates.has_value());
    const Certificates& read = *loaded.scenario.certificates;
    EXPECT_EQ(read.lifetime, 1h);
    EXPECT_EQ(read.rotate_at, 0.8);
    EXPECT_EQ(read.age, 40min);
    EXPECT_EQ(read.age_spread, 5min);
    ASSERT_EQ(read.other_roots.size(), 1);
    EXPECT_EQ(read.other_roots.front().name, "old-ca");
    EXPECT_THAT(read.other_roots.front().workloads, ElementsAre("web"));
    EXPECT_THAT(read.trust_bundle, ElementsAre("old-ca", "mesh"));
    EXPECT_EQ(read.other_trust_domains.front().name, "old-td");
    EXPECT_THAT(read.trust_domain_aliases, ElementsAre("old-td"));
}

TEST(CertificatesSection, LeavesToThePlaneWhatItDoesNotSay) {
    const Loaded loaded = load_with("certificates: {}\n", "linkerd");
    ASSERT_THAT(codes_of(loaded), IsEmpty());
    EXPECT_FALSE(loaded.scenario.certificates->rotate_at.has_value());
    const CertificateRules& rules = loaded.scenario.planes.front().certificates;
    EXPECT_EQ(rules.rotate_at, 0.7);
    EXPECT_EQ(rules.lifetime, 24h);
    EXPECT_FALSE(load_with("").scenario.certificates.has_value());
}

TEST(CertificatesSection, RefusesNamesThatMeanNothingOrTwoThings) {
    EXPECT_THAT(codes_of(load_with("certificates: {otherRoots: [{name: a, workloads: [wbe]}]}\n")),
                ElementsAre("MS0103"));
    EXPECT_THAT(codes_of(load_with("certificates: {trustBundle: [old-ca]}\n")), ElementsAre("MS0680"));
    EXPECT_THAT(codes_of(load_with("certificates: {trustDomainAliases: [old-td]}\n")), ElementsAre("MS0680"));
    EXPECT_THAT(codes_of(load_with("certificates: {otherRoots: [{name: mesh, workloads: [web]}]}\n")),
                ElementsAre("MS0681"));
    EXPECT_THAT(
        codes_of(load_with(
            "certificates: {otherRoots: [{name: a, workloads: [web]}, {name: b, workloads: [web]}]}\n")),
        ElementsAre("MS0681"));
}

TEST(CertificatesSection, RefusesNumbersOutOfRange) {
    for (const char* lines :
         {"certificates: {lifetime: 1s}\n", "certificates: {rotateAt: 0}\n",
          "certificates: {rotateAt: 120%}\n", "certificates: {age: -1m}\n",
          "certificates: {otherRoots: [{name: a, workloads: []}]}\n", "certificates: [24h]\n"}) {
        EXPECT_TRUE(load_with(lines).diagnostics.has_errors()) << lines;
    }
}

TEST(CertificatesSection, WarnsOfWhatCannotMatter) {
    EXPECT_THAT(codes_of(load_with("certificates: {}\n", "none")), ElementsAre("MS0682"));
    EXPECT_THAT(codes_of(load_with("faults: [{at: 1s, stopCertificateAuthority: {}}]\n", "none")),
                ElementsAre("MS0682"));
    EXPECT_THAT(codes_of(load_with("certificates: {age: 25h}\n")), ElementsAre("MS0683"));
    EXPECT_THAT(codes_of(load_with("certificates: {age: 25h, ageSpread: 2h}\n")), IsEmpty());
}

TEST(CertificateFaults, AreRead) {
    const Loaded loaded = load_with(R"(faults:
  - {at: 1s, for: 2s, stopCertificateAuthority: {}}
  - {at: 1s, expireCertificate: {workload: web}}
  - {at: 1s, expireCertificate: web}
  - {at: 1s, skewClock: {workload: web, by: 10m}}
  - {at: 1s, skewClock: {node: node, by: -10m}}
)");
    ASSERT_THAT(codes_of(loaded), IsEmpty());
    const std::vector<TimedFault>& faults = loaded.scenario.faults;
    ASSERT_EQ(faults.size(), 5);
    EXPECT_TRUE(std::holds_alternative<StopCertificateAuthority>(faults[0].what));
    EXPECT_EQ(std::get<ExpireCertificate>(faults[1].what).workload, "web");
    EXPECT_EQ(std::get<ExpireCertificate>(faults[2].what).workload, "web");
    EXPECT_EQ(std::get<SkewClock>(faults[3].what).by, 10min);
    EXPECT_EQ(std::get<SkewClock>(faults[4].what).by, -10min);
}

TEST(CertificateFaults, NeedAPlaceThatIsThere) {
    EXPECT_THAT(codes_of(load_with("faults: [{at: 1s, expireCertificate: {workload: wbe}}]\n")),
                ElementsAre("MS0103"));
    EXPECT_THAT(codes_of(load_with("faults: [{at: 1s, skewClock: {node: nowhere, by: 1m}}]\n")),
                ElementsAre("MS0117"));
    for (const char* fault : {"skewClock: {by: 1m}", "skewClock: {workload: web, node: node, by: 1m}",
                              "skewClock: {workload: web}", "skewClock: {workload: web, by: --1m}",
                              "skewClock: {workload: web, by: soon}", "expireCertificate: {}",
                              "stopCertificateAuthority: yes, kill: web"}) {
        EXPECT_TRUE(load_with("faults: [{at: 1s, " + std::string(fault) + "}]\n").diagnostics.has_errors())
            << fault;
    }
}

} // namespace

} // namespace meshcast
