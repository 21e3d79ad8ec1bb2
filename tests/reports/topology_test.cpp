#include "reports/html/escape.h"
#include "reports/html/topology_graph.h"
#include "reports/html/topology_svg.h"
#include "tests/reports/sample_result.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace meshcast {
namespace {

using testing::HasSubstr;
using testing::Not;

TopologyGraph graph_of(const RunResult& result, std::size_t plane, std::size_t most_nodes = 60) {
    return topology_graph(result.scenario, result.planes[plane], most_nodes);
}

const TopologyNode& node(const TopologyGraph& graph, std::string_view name) {
    const auto found = std::ranges::find(graph.nodes, name, &TopologyNode::name);
    if (found == graph.nodes.end()) {
        throw std::out_of_range(std::string(name));
    }
    return *found;
}

TEST(TopologyGraph, LetsAServiceStandForItsWorkloads) {
    const TopologyGraph graph = graph_of(sample_comparison(), 0);
    ASSERT_EQ(graph.nodes.size(), 5U);
    EXPECT_EQ(graph.nodes[0].name, "clients outside");
    EXPECT_EQ(node(graph, "reviews").detail, "3 workloads, 3 pods");
    EXPECT_EQ(node(graph, "reviews").name_space, "bookinfo");
    EXPECT_EQ(node(graph, "details").detail, "1 pod");
    // reviews-v2 and reviews-v3 both call ratings: one line.
    EXPECT_EQ(graph.edges.size(), 4U);
    EXPECT_NEAR(node(graph, "ratings").received.rate, 133.3, 0.1);
}

TEST(TopologyGraph, JudgesHealthByErrors) {
    const TopologyGraph graph = graph_of(sample_comparison(), 2);
    EXPECT_EQ(node(graph, "ratings").received.health(), Health::Degraded);
    EXPECT_EQ(node(graph, "details").received.health(), Health::Healthy);
    EXPECT_EQ((Flow{1, 1, 0.1}).health(), Health::Failing);
    EXPECT_EQ((Flow{1, 1, 0.0999}).health(), Health::Degraded);
    EXPECT_EQ((Flow{1, 1, 0.0009}).health(), Health::Healthy);
}

TEST(TopologyGraph, KeepsTheBusiestNodes) {
    const TopologyGraph graph = graph_of(large_result(200, 1), 0, 10);
    EXPECT_EQ(graph.nodes.size(), 10U);
    EXPECT_EQ(graph.left_out, 191U); // of 200 services and the clients outside
    for (const TopologyEdge& edge : graph.edges) {
        EXPECT_LT(edge.from, 10U);
        EXPECT_LT(edge.to, 10U);
    }
}

TEST(TopologyGraph, DrawsAWorkloadThatNoServiceStandsFor) {
    RunResult result = sample_comparison();
    result.planes[0].pooled.edges[{"tools/loadgenerator", "bookinfo/productpage"}] =
        result.planes[0].pooled.total;
    const TopologyGraph graph = graph_of(result, 0);
    EXPECT_EQ(node(graph, "loadgenerator").name_space, "tools");
    EXPECT_EQ(node(graph, "loadgenerator").received.rate, 0);
}

TEST(TopologySvg, SaysTroubleInWordsAndShapesToo) {
    const std::string healthy = topology_svg(graph_of(sample_comparison(), 0));
    const std::string degraded = topology_svg(graph_of(sample_comparison(), 2));
    EXPECT_THAT(healthy, Not(HasSubstr("▲")));
    EXPECT_THAT(degraded, HasSubstr("▲"));
    EXPECT_THAT(degraded, HasSubstr("class=\"edge degraded\""));
    EXPECT_THAT(healthy, HasSubstr("<title>productpage → reviews: 200/s, p99 9.27 ms, 0 % errors</title>"));
}

TEST(TopologySvg, EscapesNames) {
    const std::string svg = topology_svg(graph_of(hostile_result(), 0));
    EXPECT_THAT(svg, Not(HasSubstr("<script")));
    EXPECT_THAT(svg, Not(HasSubstr("<b ")));
    EXPECT_THAT(svg, HasSubstr("&lt;/script&gt;"));
}

TEST(HtmlEscaped, CoversContentAndAttributes) {
    EXPECT_EQ(html_escaped("<a href=\"x\" id='y'>&\x1b"),
              "&lt;a href=&quot;x&quot; id=&#39;y&#39;&gt;&amp;?");
}

} // namespace
} // namespace meshcast
