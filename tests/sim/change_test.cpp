#include "scenarios/import/kubernetes.h"
#include "scenarios/planes/profile_reader.h"
#include "scenarios/yaml/reader.h"
#include "sim/experiment/simulate_change.h"
#include "sim/experiment/worsening.h"
#include "sim/policy/outlook.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace meshcast {

namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;
using Kind = OutlookChange::Kind;

std::string application(const std::string& name, const std::string& version = "v1") {
    return "---\napiVersion: apps/v1\nkind: Deployment\nmetadata: {name: " + name + "-" + version +
           "}\nspec:\n  selector: {matchLabels: {app: " + name +
           "}}\n  template:\n    metadata: {labels: {app: " + name + ", version: " + version +
           "}}\n    spec: {serviceAccountName: " + name + ", containers: [{name: " + name + "}]}\n";
}

std::string service(const std::string& name) {
    return "---\napiVersion: v1\nkind: Service\nmetadata: {name: " + name +
           "}\nspec: {selector: {app: " + name + "}, ports: [{name: http, port: 80}]}\n";
}

/// front and admin call back, which has two versions.
std::string shop() {
    return application("front") + service("front") + application("admin") + application("back") +
           application("back", "v2") + service("back");
}

constexpr const char* kSubsets = "---\napiVersion: networking.istio.io/v1\nkind: DestinationRule\n"
                                 "metadata: {name: back}\nspec:\n  host: back\n  subsets:\n"
                                 "    - {name: v1, labels: {version: v1}}\n"
                                 "    - {name: v2, labels: {version: v2}}\n";

std::string split(int v1, int v2, const std::string& rest = "") {
    const auto to = [](const char* subset, int weight) {
        return std::string("{destination: {host: back, subset: ") + subset +
               "}, weight: " + std::to_string(weight) + "}";
    };
    return std::string(kSubsets) +
           "---\napiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: {name: back}\nspec:\n"
           "  hosts: [back]\n  http:\n    - route: [" +
           to("v1", v1) + ", " + to("v2", v2) + "]\n" + rest;
}

std::string allow(const std::string& who, const std::string& labels = "app: back") {
    return "---\napiVersion: security.istio.io/v1\nkind: AuthorizationPolicy\nmetadata: {name: back}\nspec:\n"
           "  selector: {matchLabels: {" +
           labels + "}}\n  rules: [{from: [{source: {principals: [" + who + "]}}]}]\n";
}

constexpr const char* kFront = "cluster.local/ns/default/sa/front";
constexpr const char* kAdmin = "cluster.local/ns/default/sa/admin";

std::string mutual_tls(const std::string& mode) {
    return "---\napiVersion: security.istio.io/v1\nkind: PeerAuthentication\nmetadata: {name: back}\n"
           "spec: {selector: {matchLabels: {app: back}}, mtls: {mode: " +
           mode + "}}\n";
}

Scenario scenario_of(const std::string& manifests) {
    Diagnostics diagnostics;
    const std::vector<SourceFile> files{{"app.yaml", manifests}};
    Imported imported = import_manifests(files, diagnostics);
    EXPECT_FALSE(diagnostics.has_errors());
    Scenario scenario;
    scenario.topology = std::move(imported.topology);
    scenario.routing = std::move(imported.routing);
    scenario.security = std::move(imported.security);
    const auto calls_back = [](const char* workload) {
        Behavior behavior;
        behavior.workload = workload;
        Call call;
        call.service = "back";
        call.operation = "GET /stock";
        behavior.operations.push_back({.name = "GET /", .script = {Step{call}}});
        return behavior;
    };
    scenario.behaviors = {calls_back("front-v1"), calls_back("admin-v1")};
    Traffic traffic;
    traffic.name = "users";
    traffic.to = "front";
    traffic.operation = "GET /";
    scenario.traffic = {traffic};
    return scenario;
}

DataPlane sidecars() {
    Diagnostics diagnostics;
    return *read_plane("istio-sidecar", diagnostics);
}

std::vector<OutlookChange> changes(const std::string& before, const std::string& after) {
    return compare(expect_requests(scenario_of(shop() + before), sidecars()),
                   expect_requests(scenario_of(shop() + after), sidecars()));
}

std::vector<Kind> kinds(const std::string& before, const std::string& after) {
    std::vector<Kind> found;
    for (const OutlookChange& change : changes(before, after)) {
        found.push_back(change.kind);
    }
    return found;
}

TEST(Outlook, KnowsEveryKindOfRequestOnce) {
    const auto expected = expect_requests(scenario_of(shop()), sidecars());
    ASSERT_THAT(expected, SizeIs(3));
    EXPECT_EQ(expected[0].request.source, "users");
    EXPECT_EQ(expected[0].request.from, "outside");
    EXPECT_EQ(expected[1].request.from, "default/admin-v1");
    EXPECT_EQ(expected[2].request.from, "default/front-v1");
    EXPECT_EQ(expected[2].request.to, "default/back");
    EXPECT_EQ(expected[2].request.port, 80);
    EXPECT_THAT(expected[2].outlook.servers, SizeIs(2));
    EXPECT_DOUBLE_EQ(expected[2].outlook.servers[0].share, 0.5);
}

TEST(OutlookChanges, NoneWhereAnotherRuleSaysTheSame) {
    EXPECT_THAT(kinds(split(50, 50), "---\n# moved\n" + split(50, 50)), IsEmpty());
    EXPECT_THAT(kinds(split(1, 1), split(50, 50)), IsEmpty());
}

TEST(OutlookChanges, AForgottenCallerIsDenied) {
    const auto found = changes(allow(std::string(kFront) + ", " + kAdmin), allow(kFront));
    ASSERT_THAT(found, SizeIs(1));
    EXPECT_EQ(found[0].kind, Kind::NewlyDenied);
    EXPECT_EQ(found[0].request.from, "default/admin-v1");
    EXPECT_DOUBLE_EQ(found[0].before->refused(), 0);
    EXPECT_DOUBLE_EQ(found[0].after->refused(), 1);
    EXPECT_EQ(found[0].after->servers[0].permission.object, "AuthorizationPolicy default/back");
    EXPECT_THAT(kinds(allow(kFront), allow(std::string(kFront) + ", " + kAdmin)),
                ElementsAre(Kind::NewlyAllowed));
}

TEST(OutlookChanges, DeniedByOneVersionIsAShare) {
    const auto found = changes("", allow(kFront, "version: v2, app: back"));
    ASSERT_THAT(found, SizeIs(1));
    EXPECT_DOUBLE_EQ(found[0].after->refused(), 0.5);
}

TEST(OutlookChanges, SharesBackendsTimeoutsAndRetries) {
    EXPECT_THAT(kinds(split(90, 10), split(50, 50)), ElementsAre(Kind::OtherShares, Kind::OtherShares));
    EXPECT_THAT(kinds(split(100, 0), split(0, 100)), ElementsAre(Kind::OtherBackends, Kind::OtherBackends));
    EXPECT_THAT(kinds(split(50, 50), split(50, 50, "      timeout: 2s\n")),
                ElementsAre(Kind::OtherTimeout, Kind::OtherTimeout));
    EXPECT_THAT(kinds(split(50, 50), split(50, 50, "      retries: {attempts: 5}\n")),
                ElementsAre(Kind::OtherRetries, Kind::OtherRetries));
}

TEST(OutlookChanges, ASubsetThatNobodyDefinesLosesItsShare) {
    std::string without = split(75, 25);
    without.erase(0, std::string(kSubsets).size());
    const auto found = changes(split(75, 25), without);
    ASSERT_FALSE(found.empty());
    EXPECT_EQ(found[0].kind, Kind::NewlyUnanswered);
    EXPECT_DOUBLE_EQ(found[0].after->unanswered, 1);
}

TEST(OutlookChanges, EncryptionByTheObjectThatSaysSo) {
    const auto found = changes(mutual_tls("STRICT"), mutual_tls("DISABLE"));
    ASSERT_THAT(found, SizeIs(2));
    EXPECT_EQ(found[0].kind, Kind::NoLongerEncrypted);
    EXPECT_GT(found[0].after->servers[0].secured_by.line, 0);
    EXPECT_THAT(kinds(mutual_tls("DISABLE"), mutual_tls("STRICT")),
                ElementsAre(Kind::NewlyEncrypted, Kind::NewlyEncrypted));
}

ReplicationResult replication(std::uint64_t failures, Duration latency) {
    ReplicationResult result;
    RequestStats stats;
    stats.requests = 10;
    stats.failures = failures;
    for (int i = 0; i < 10; ++i) {
        stats.latency.record(latency);
    }
    result.traffic["users"] = stats;
    result.simulated = Duration{std::chrono::seconds(1)};
    return result;
}

constexpr Duration kMillisecond{std::chrono::milliseconds(1)};

TEST(PairUp, ComparesReplicationByReplication) {
    const std::vector before{replication(0, kMillisecond), replication(2, kMillisecond * 100)};
    const std::vector after{replication(1, kMillisecond * 2), replication(3, kMillisecond * 101)};
    const SimulatedChange change = pair_up(before, after);
    ASSERT_THAT(change.traffic, SizeIs(1));
    const RequestsChange& users = change.traffic[0];
    EXPECT_EQ(users.failures_before, 2U);
    EXPECT_EQ(users.failures_after, 4U);
    EXPECT_NEAR(users.failure_ratio.difference.value, 0.1, 1e-9);
    EXPECT_TRUE(users.failure_ratio.measurable()); // the same in each pair, though the sides vary
    EXPECT_FALSE(pair_up(before, before).traffic[0].p99->measurable());
}

TEST(PairUp, KnowsNoLatencyWhereNothingWasAsked) {
    const std::vector before{replication(0, kMillisecond)};
    std::vector<ReplicationResult> after(1);
    const SimulatedChange change = pair_up(before, after);
    ASSERT_THAT(change.traffic, SizeIs(1));
    EXPECT_FALSE(change.traffic[0].p50);
    EXPECT_EQ(change.traffic[0].requests_after, 0U);
}

TEST(Worsening, IsToleratedUpToAShare) {
    ChangeReport report;
    report.simulated =
        pair_up(std::vector{replication(0, kMillisecond * 100), replication(0, kMillisecond * 100)},
                std::vector{replication(0, kMillisecond * 110), replication(0, kMillisecond * 110)});
    EXPECT_THAT(find_worse(report, 0.05), SizeIs(2)); // median and p99
    EXPECT_THAT(find_worse(report, 0.20), IsEmpty());
    EXPECT_EQ(find_worse(report, 0)[0].concern, Concern::Latency);
}

/// An object of the second part takes the place of the first one's; twice in one part is a warning.
TEST(Replacing, IsSilentAcrossThePartsOnly) {
    Diagnostics none;
    std::vector<yaml::Document> documents = yaml::read_documents(mutual_tls("STRICT"), "old.yaml", none);
    const std::size_t replaceable = documents.size();
    for (const char* mode : {"PERMISSIVE", "DISABLE"}) {
        for (yaml::Document& document : yaml::read_documents(mutual_tls(mode), "new.yaml", none)) {
            documents.push_back(std::move(document));
        }
        Diagnostics diagnostics;
        const Imported imported = import_documents(documents, diagnostics, replaceable);
        ASSERT_THAT(imported.security.peer_authentications, SizeIs(1));
        EXPECT_EQ(imported.security.peer_authentications[0].metadata.origin.file, "new.yaml");
        EXPECT_THAT(diagnostics.items(), SizeIs(std::string(mode) == "DISABLE" ? 1 : 0));
    }
}

} // namespace

} // namespace meshcast
