#include "scenarios/data_dir.h"
#include "scenarios/planes/prices_reader.h"
#include "scenarios/planes/profile_reader.h"
#include "tests/scenarios/temporary_folder.h"

#include <gmock/gmock.h>

#include <algorithm>

namespace meshcast {

namespace {

using testing::HasSubstr;
using testing::SizeIs;

std::string text_of(const Diagnostics& diagnostics) {
    std::string text;
    for (const Diagnostic& diagnostic : diagnostics.sorted()) {
        text += to_string(diagnostic) + "\n";
    }
    return text;
}

TEST(ShippedPlanes, AreGoodAndInTheirOrder) {
    Diagnostics diagnostics;
    const std::vector<DataPlane> planes = shipped_planes(diagnostics);
    EXPECT_EQ(text_of(diagnostics), "");
    std::vector<std::string> names;
    for (const DataPlane& plane : planes) {
        names.push_back(plane.name);
    }
    EXPECT_THAT(names,
                testing::ElementsAre("none", "istio-sidecar", "istio-ambient", "istio-ambient-waypoint",
                                     "linkerd", "cilium", "cilium-l7", "grpc-proxyless"));
}

TEST(ShippedPlanes, GoByTheNameOfTheirFile) {
    for (const std::string& name : shipped_names("planes")) {
        Diagnostics diagnostics;
        const auto plane = read_plane(name, diagnostics);
        ASSERT_TRUE(plane) << text_of(diagnostics);
        EXPECT_EQ(plane->name, name);
        EXPECT_FALSE(plane->title.empty());
    }
}

TEST(PlaneProfile, EveryFieldArrives) {
    const test::TemporaryFolder folder;
    Diagnostics diagnostics;
    const auto plane = read_plane(folder.write("p.yaml", R"(apiVersion: meshcast/v1
kind: DataPlane
metadata: {name: mine}
title: Mine
version: "2"
proxies:
  - name: side
    placement: node
    layer: l4
    workers: cores
    dispatch: shared
    cost: {request: 96us, cold: 180us, coolDown: 2ms, cv: 0.2, inboundShare: 0.25, cpuNsPerByte: 1.2, connection: 30us, handshake: 300us, traversal: 8us, idle: 3m}
    memory: {base: 45Mi, perConnection: 60Ki, perCluster: 100Ki, perEndpoint: 2Ki}
    resources: {cpuRequest: 100m, memoryRequest: 128Mi, cpuLimit: 2}
path: [{proxy: side, at: client}, {proxy: side, at: server}]
balancing: {policy: peak-ewma, per: request}
mtls: true
multiplex: true
grpcOnly: true
waypoints: service
optOut: [{label: a, value: "no"}, {annotation: b, value: x}]
skipHostNetwork: false
citations: [{figure: f, assumed: true}]
)"),
                                  diagnostics);
    ASSERT_TRUE(plane) << text_of(diagnostics);
    const ProxyProfile& side = plane->proxies.at(0);
    EXPECT_EQ(side.title, "side");
    EXPECT_EQ(side.placement, Placement::Node);
    EXPECT_EQ(side.layer, Layer::L4);
    EXPECT_EQ(side.workers, 0);
    EXPECT_EQ(side.dispatch, Dispatch::Shared);
    EXPECT_EQ(side.cost.request, std::chrono::microseconds(96));
    EXPECT_EQ(side.cost.cool_down, std::chrono::milliseconds(2));
    EXPECT_EQ(side.cost.inbound_share, 0.25);
    EXPECT_EQ(side.cost.cpu_ns_per_byte, 1.2);
    EXPECT_EQ(side.cost.idle, MilliCpu{3});
    EXPECT_EQ(side.memory.per_endpoint, kibibytes(2));
    EXPECT_EQ(side.cpu_request, MilliCpu{100});
    EXPECT_EQ(side.memory_request, mebibytes(128));
    EXPECT_EQ(side.cpu_limit, MilliCpu{2000});
    EXPECT_THAT(plane->path, SizeIs(2));
    EXPECT_EQ(plane->path[1].at, PathSide::Server);
    EXPECT_EQ(plane->balancer, "peak-ewma");
    EXPECT_EQ(plane->balance_unit, BalanceUnit::Request);
    EXPECT_TRUE(plane->mtls && plane->multiplex && plane->grpc_only);
    EXPECT_EQ(plane->waypoint_scope, WaypointScope::Service);
    EXPECT_EQ(plane->opt_outs.at(0).key, "a");
    EXPECT_EQ(plane->opt_outs.at(1).where, OptOut::Where::Annotation);
    EXPECT_FALSE(plane->skips_host_network);
    EXPECT_TRUE(plane->citations.at(0).assumed);
}

TEST(PlaneProfile, ExtendingChangesWhatIsNamedAndKeepsTheRest) {
    const test::TemporaryFolder folder;
    folder.write("base.yaml", R"(apiVersion: meshcast/v1
kind: DataPlane
metadata: {name: base}
title: Base
proxies: [{name: a, workers: 3, cost: {request: 10us, cold: 5us}}, {name: b}]
path: [{proxy: a, at: client}, {proxy: b, at: server}]
mtls: true
)");
    Diagnostics diagnostics;
    const auto plane = read_plane(folder.write("more.yaml", R"(apiVersion: meshcast/v1
kind: DataPlane
metadata: {name: more}
extends: ./base.yaml
proxies: [{name: a, cost: {request: 20us}}, {name: c}]
)"),
                                  diagnostics);
    ASSERT_TRUE(plane) << text_of(diagnostics);
    EXPECT_EQ(plane->name, "more");
    EXPECT_EQ(plane->title, "Base");
    EXPECT_TRUE(plane->mtls);
    ASSERT_THAT(plane->proxies, SizeIs(3));
    EXPECT_EQ(plane->proxies[0].workers, 3);
    EXPECT_EQ(plane->proxies[0].cost.request, std::chrono::microseconds(20));
    EXPECT_EQ(plane->proxies[0].cost.cold, std::chrono::microseconds(5));
    EXPECT_EQ(plane->proxies[2].name, "c");
    EXPECT_THAT(plane->path, SizeIs(2));
}

TEST(PlaneProfile, ExtendingInACircleEnds) {
    const test::TemporaryFolder folder;
    folder.write("a.yaml",
                 "{apiVersion: meshcast/v1, kind: DataPlane, metadata: {name: a}, extends: b.yaml}");
    folder.write("b.yaml",
                 "{apiVersion: meshcast/v1, kind: DataPlane, metadata: {name: b}, extends: a.yaml}");
    Diagnostics diagnostics;
    EXPECT_FALSE(read_plane(folder.path("a.yaml"), diagnostics));
    EXPECT_THAT(text_of(diagnostics), HasSubstr("extends itself"));
}

TEST(PlaneProfile, AFileOfAnotherKindIsNotOne) {
    const test::TemporaryFolder folder;
    Diagnostics diagnostics;
    EXPECT_FALSE(
        read_plane(folder.write("s.yaml", "{apiVersion: meshcast/v1, kind: Scenario}"), diagnostics));
    EXPECT_THAT(text_of(diagnostics), HasSubstr("write kind: DataPlane"));
}

TEST(PlaneProfile, AFileThatIsNotThereOrAFolderIsReported) {
    const test::TemporaryFolder folder;
    Diagnostics diagnostics;
    EXPECT_FALSE(read_plane(folder.path("absent.yaml"), diagnostics));
    EXPECT_FALSE(read_plane(folder.path(""), diagnostics));
    EXPECT_THAT(text_of(diagnostics), HasSubstr("MS0001"));
    EXPECT_THAT(diagnostics.items(), SizeIs(2));
}

TEST(Prices, EveryShippedListIsGoodAndSaysItsSource) {
    const std::vector<std::string> names = shipped_names("prices");
    ASSERT_GE(names.size(), 2u);
    EXPECT_NE(std::ranges::find(names, kDefaultPrices), names.end());
    for (const std::string& name : names) {
        Sources sources;
        Diagnostics diagnostics;
        const auto prices = read_prices(name, sources, diagnostics);
        ASSERT_TRUE(prices) << text_of(diagnostics);
        EXPECT_EQ(prices->name, name);
        EXPECT_GT(prices->vcpu_hour, 0);
        EXPECT_GT(prices->gibibyte_hour, 0);
        EXPECT_FALSE(prices->source.empty());
    }
}

TEST(DataDir, ShippedNamesAreBareWords) {
    EXPECT_TRUE(shipped_file("planes", "none"));
    EXPECT_FALSE(shipped_file("planes", "../prices/gcp-on-demand"));
    EXPECT_FALSE(shipped_file("planes", ""));
    EXPECT_FALSE(shipped_file("planes", "nothing"));
}

TEST(DataDir, PathsLookLikePaths) {
    EXPECT_TRUE(looks_like_path("./none"));
    EXPECT_TRUE(looks_like_path("mine.yaml"));
    EXPECT_FALSE(looks_like_path("istio-sidecar"));
}

} // namespace

} // namespace meshcast
