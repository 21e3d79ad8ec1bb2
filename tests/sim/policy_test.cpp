#include "sim/policy/enrolment.h"
#include "sim/policy/selection.h"

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

TEST(Selection, AServiceSelectsInItsOwnNamespace) {
    Topology topology;
    topology.workloads = {workload("a", "one", {{"app", "a"}}), workload("a", "two", {{"app", "a"}})};
    const Service target = service("a", "two", {{"app", "a"}});
    EXPECT_EQ(selected_workloads(topology, target), (std::vector<std::size_t>{1}));
}

TEST(Selection, FindsAServiceByEveryNameDnsKnows) {
    Topology topology;
    topology.services = {service("cart", "shop"), service("cart", "default"), service("only", "shop")};
    const Service* shop = &topology.services[0];
    EXPECT_EQ(find_service(topology, "cart", "shop"), shop);
    EXPECT_EQ(find_service(topology, "cart", "default"), &topology.services[1]);
    EXPECT_EQ(find_service(topology, "cart.shop", "default"), shop);
    EXPECT_EQ(find_service(topology, "cart.shop.svc", "default"), shop);
    EXPECT_EQ(find_service(topology, "cart.shop.svc.cluster.local", "default"), shop);
    EXPECT_EQ(find_service(topology, "shop/cart", "default"), shop);
    EXPECT_EQ(find_service(topology, "only", "default"), &topology.services[2]);
    EXPECT_EQ(find_service(topology, "cart", "elsewhere"), nullptr); // two candidates
    EXPECT_EQ(find_service(topology, "cart.nowhere", "shop"), nullptr);
}

TEST(Selection, ABareWorkloadNameMustBeUnique) {
    Topology topology;
    topology.workloads = {workload("a", "one"), workload("a", "two"), workload("b", "two")};
    EXPECT_EQ(find_workload(topology, "a"), nullptr);
    EXPECT_EQ(find_workload(topology, "two/a"), &topology.workloads[1]);
    EXPECT_EQ(find_workload(topology, "b"), &topology.workloads[2]);
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

    EXPECT_TRUE(is_enrolled(plane, topology, workload("a", "in")));
    EXPECT_FALSE(is_enrolled(plane, topology, workload("a", "in", {{"inject", "false"}})));
    EXPECT_FALSE(is_enrolled(plane, topology, workload("a", "out")));
    EXPECT_TRUE(is_enrolled(plane, topology, workload("a", "out", {{"inject", "true"}}))); // the pod decides
    Workload annotated = workload("a", "in");
    annotated.pod.annotations["mesh"] = "disabled";
    EXPECT_FALSE(is_enrolled(plane, topology, annotated));
}

TEST(Enrolment, HostNetworkPodsStayOutWhereThePlaneSkipsThem) {
    DataPlane plane = plane_with_opt_outs();
    Workload host = workload("agent", "in");
    host.pod.host_network = true;
    EXPECT_FALSE(is_enrolled(plane, {}, host));
    plane.skips_host_network = false;
    EXPECT_TRUE(is_enrolled(plane, {}, host));
}

TEST(Enrolment, APlaneWithoutProxiesHasNobody) {
    EXPECT_FALSE(is_enrolled(DataPlane{}, {}, workload("a", "in")));
}

TEST(Waypoints, FollowTheLabelOfTheServiceElseOfItsNamespace) {
    DataPlane plane;
    plane.waypoint_scope = WaypointScope::Labelled;
    Topology topology;
    Namespace with;
    with.metadata.name = "with";
    with.metadata.labels["istio.io/use-waypoint"] = "waypoint";
    topology.namespaces = {with};

    EXPECT_TRUE(has_waypoint(plane, topology, service("a", "with")));
    EXPECT_FALSE(has_waypoint(plane, topology, service("a", "without")));
    Service own = service("a", "without");
    own.metadata.labels["istio.io/use-waypoint"] = "mine";
    EXPECT_TRUE(has_waypoint(plane, topology, own));
    Service refuses = service("a", "with");
    refuses.metadata.labels["istio.io/use-waypoint"] = "none";
    EXPECT_FALSE(has_waypoint(plane, topology, refuses));

    plane.waypoint_scope = WaypointScope::None;
    EXPECT_FALSE(has_waypoint(plane, topology, own));
    plane.waypoint_scope = WaypointScope::Namespace;
    EXPECT_TRUE(has_waypoint(plane, topology, service("a", "without")));
}

} // namespace

} // namespace meshcast
