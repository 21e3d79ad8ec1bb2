#include "sim/policy/enrolment.h"
#include "sim/policy/selection.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace meshcast {

namespace {

Service service(std::string name, std::string name_space, Labels selector = {}) {
    Service made;
    made.metadata.name = std::move(name);
    made.metadata.name_space = std::move(name_space);
    made.selector = std::move(selector);
    return made;
}

Workload workload(std::string name, std::string name_space, Labels labels = {}) {
    Workload made;
    made.metadata.name = std::move(name);
    made.metadata.name_space = std::move(name_space);
    made.pod.labels = std::move(labels);
    return made;
}

TEST(Selection, ASelectorNeedsEveryLabelAndAnEmptyOneSelectsNothing) {
    EXPECT_TRUE(selects({{"app", "a"}}, {{"app", "a"}, {"version", "v1"}}));
    EXPECT_FALSE(selects({{"app", "a"}, {"version", "v2"}}, {{"app", "a"}, {"version", "v1"}}));
    EXPECT_FALSE(selects({}, {{"app", "a"}}));
}

TEST(Directory, AServiceSelectsInItsOwnNamespace) {
    Topology topology;
    topology.workloads = {workload("a", "one", {{"app", "a"}}), workload("a", "two", {{"app", "a"}}),
                          workload("b", "two", {{"app", "a"}, {"version", "v1"}})};
    topology.services = {service("a", "two", {{"app", "a"}}),
                         service("v1", "two", {{"app", "a"}, {"version", "v1"}}), service("bare", "two")};
    const Directory directory(topology);
    EXPECT_THAT(directory.selected(topology.services[0]), testing::ElementsAre(1U, 2U));
    EXPECT_THAT(directory.selected(topology.services[1]), testing::ElementsAre(2U));
    EXPECT_THAT(directory.selected(topology.services[2]), testing::IsEmpty());
}

TEST(Directory, FindsAServiceByEveryNameDnsKnows) {
    Topology topology;
    topology.services = {service("cart", "shop"), service("cart", "default"), service("only", "shop")};
    const Directory directory(topology);
    const Service* shop = &topology.services[0];
    EXPECT_EQ(directory.service("cart", "shop"), shop);
    EXPECT_EQ(directory.service("cart", "default"), &topology.services[1]);
    EXPECT_EQ(directory.service("cart.shop", "default"), shop);
    EXPECT_EQ(directory.service("cart.shop.svc", "default"), shop);
    EXPECT_EQ(directory.service("cart.shop.svc.cluster.local", "default"), shop);
    EXPECT_EQ(directory.service("shop/cart", "default"), shop);
    EXPECT_EQ(directory.service("only", "default"), &topology.services[2]);
    EXPECT_EQ(directory.service("cart", "elsewhere"), nullptr); // two candidates
    EXPECT_EQ(directory.service("cart.nowhere", "shop"), nullptr);
}

TEST(Directory, DnsLooksForAShortNameInItsOwnNamespaceOnly) {
    Topology topology;
    topology.services = {service("only", "shop")};
    const Directory directory(topology);
    EXPECT_EQ(directory.resolve("only", "shop"), &topology.services[0]);
    EXPECT_EQ(directory.resolve("only", "default"), nullptr);
    EXPECT_EQ(directory.resolve("only.shop", "default"), &topology.services[0]);
    EXPECT_EQ(directory.resolve("only.shop.example.com", "default"), nullptr);
    EXPECT_EQ(directory.resolve("shop/only", "shop"), nullptr);
}

TEST(Directory, ABareWorkloadNameMustBeUnique) {
    Topology topology;
    topology.workloads = {workload("a", "one"), workload("a", "two"), workload("b", "two")};
    const Directory directory(topology);
    EXPECT_EQ(directory.workload("a"), nullptr);
    EXPECT_EQ(directory.workload("two/a"), &topology.workloads[1]);
    EXPECT_EQ(directory.workload("b"), &topology.workloads[2]);
}

DataPlane plane_with_opt_outs() {
    DataPlane plane;
    plane.path = {{"proxy", PathSide::Server}};
    plane.opt_outs = {{OptOut::Where::Label, "inject", "false"},
                      {OptOut::Where::Annotation, "mesh", "disabled"}};
    return plane;
}

TEST(Enrolment, EveryPodIsInUnlessItOptsOut) {
    const DataPlane plane = plane_with_opt_outs();
    Topology topology;
    Namespace out;
    out.metadata.name = "out";
    out.metadata.labels["inject"] = "false";
    topology.namespaces = {out};

    const Directory directory(topology);
    EXPECT_TRUE(is_enrolled(plane, directory, workload("a", "in")));
    EXPECT_FALSE(is_enrolled(plane, directory, workload("a", "in", {{"inject", "false"}})));
    EXPECT_FALSE(is_enrolled(plane, directory, workload("a", "out")));
    EXPECT_TRUE(is_enrolled(plane, directory, workload("a", "out", {{"inject", "true"}}))); // the pod decides
    Workload annotated = workload("a", "in");
    annotated.pod.annotations["mesh"] = "disabled";
    EXPECT_FALSE(is_enrolled(plane, directory, annotated));
}

TEST(Enrolment, HostNetworkPodsStayOutWhereThePlaneSkipsThem) {
    DataPlane plane = plane_with_opt_outs();
    Workload host = workload("agent", "in");
    host.pod.host_network = true;
    const Topology topology;
    const Directory directory(topology);
    EXPECT_FALSE(is_enrolled(plane, directory, host));
    plane.skips_host_network = false;
    EXPECT_TRUE(is_enrolled(plane, directory, host));
}

TEST(Enrolment, APlaneWithoutProxiesHasNobody) {
    const Topology topology;
    EXPECT_FALSE(is_enrolled(DataPlane{}, Directory(topology), workload("a", "in")));
}

TEST(Waypoints, FollowTheLabelOfTheServiceElseOfItsNamespace) {
    DataPlane plane;
    plane.waypoint_scope = WaypointScope::Labelled;
    Topology topology;
    Namespace with;
    with.metadata.name = "with";
    with.metadata.labels["istio.io/use-waypoint"] = "waypoint";
    topology.namespaces = {with};

    const Directory directory(topology);
    EXPECT_TRUE(has_waypoint(plane, directory, service("a", "with")));
    EXPECT_FALSE(has_waypoint(plane, directory, service("a", "without")));
    Service own = service("a", "without");
    own.metadata.labels["istio.io/use-waypoint"] = "mine";
    EXPECT_TRUE(has_waypoint(plane, directory, own));
    Service refuses = service("a", "with");
    refuses.metadata.labels["istio.io/use-waypoint"] = "none";
    EXPECT_FALSE(has_waypoint(plane, directory, refuses));

    plane.waypoint_scope = WaypointScope::None;
    EXPECT_FALSE(has_waypoint(plane, directory, own));
    plane.waypoint_scope = WaypointScope::Namespace;
    EXPECT_TRUE(has_waypoint(plane, directory, service("a", "without")));
}

} // namespace

} // namespace meshcast
