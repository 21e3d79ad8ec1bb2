#include "reports/html/layered_layout.h"

#include <gtest/gtest.h>

#include <cmath>

namespace meshcast {
namespace {

constexpr int kUngrouped = LayeredGraph::kUngrouped;

bool overlap(const Point& a, const Point& b, const LayoutSizes& sizes) {
    return std::abs(a.x - b.x) < sizes.node_width && std::abs(a.y - b.y) < sizes.node_height;
}

bool overlap(const Box& a, const Box& b) {
    return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

/// What every drawing must keep.
void expect_sound(const LayeredGraph& graph, const Layout& layout, const LayoutSizes& sizes) {
    ASSERT_EQ(layout.centres.size(), graph.groups.size());
    ASSERT_EQ(layout.routes.size(), graph.edges.size());
    for (std::size_t a = 0; a < graph.groups.size(); ++a) {
        const Point& centre = layout.centres[a];
        EXPECT_GE(centre.x - sizes.node_width / 2, 0);
        EXPECT_LE(centre.x + sizes.node_width / 2, layout.width);
        EXPECT_GE(centre.y - sizes.node_height / 2, 0);
        EXPECT_LE(centre.y + sizes.node_height / 2, layout.height);
        for (std::size_t b = a + 1; b < graph.groups.size(); ++b) {
            EXPECT_FALSE(overlap(centre, layout.centres[b], sizes)) << a << " and " << b;
        }
        if (graph.groups[a] != kUngrouped) {
            const Box& box = layout.groups[static_cast<std::size_t>(graph.groups[a])];
            EXPECT_LT(box.x, centre.x);
            EXPECT_GT(box.x + box.width, centre.x);
            EXPECT_LT(box.y, centre.y);
            EXPECT_GT(box.y + box.height, centre.y);
        }
    }
    for (std::size_t a = 0; a < layout.groups.size(); ++a) {
        for (std::size_t b = a + 1; b < layout.groups.size(); ++b) {
            EXPECT_FALSE(overlap(layout.groups[a], layout.groups[b]));
        }
    }
    for (std::size_t e = 0; e < graph.edges.size(); ++e) {
        const auto [from, to] = graph.edges[e];
        if (from == to) {
            EXPECT_TRUE(layout.routes[e].points.empty());
            continue;
        }
        ASSERT_GE(layout.routes[e].points.size(), 2U);
        EXPECT_EQ(layout.routes[e].points.front().y, layout.centres[from].y);
        EXPECT_EQ(layout.routes[e].points.back().y, layout.centres[to].y);
        EXPECT_EQ(layout.routes[e].backward, layout.ranks[from] >= layout.ranks[to]);
    }
}

TEST(LayeredLayout, OfNothingIsNothing) {
    const Layout layout = layered_layout({}, {});
    EXPECT_EQ(layout.width, 0);
    EXPECT_TRUE(layout.centres.empty());
}

TEST(LayeredLayout, RanksByTheLongestPath) {
    // productpage -> details, reviews; reviews -> ratings; productpage -> ratings passes a layer.
    const LayeredGraph graph{{0, 0, 0, 0}, {{0, 1}, {0, 2}, {2, 3}, {0, 3}}};
    const Layout layout = layered_layout(graph, {});
    EXPECT_EQ(layout.ranks, (std::vector{0, 1, 1, 2}));
    EXPECT_EQ(layout.routes[3].points.size(), 4U) << "a bend where the long edge passes a layer";
    expect_sound(graph, layout, {});
}

TEST(LayeredLayout, DrawsTheEdgeThatClosesACycleBackwards) {
    const LayeredGraph graph{{0, 0, 0}, {{0, 1}, {1, 2}, {2, 0}, {1, 1}}};
    const Layout layout = layered_layout(graph, {});
    EXPECT_FALSE(layout.routes[0].backward);
    EXPECT_TRUE(layout.routes[2].backward);
    expect_sound(graph, layout, {});
}

TEST(LayeredLayout, GivesOutsideAColumnOfItsOwn) {
    const LayeredGraph graph{{kUngrouped, 0, 1}, {{0, 1}, {2, 1}}};
    const Layout layout = layered_layout(graph, {});
    EXPECT_EQ(layout.ranks, (std::vector{0, 2, 1}));
    expect_sound(graph, layout, {});
}

TEST(LayeredLayout, AvoidsCrossingsThatAnotherOrderWouldNotHave) {
    // a0 -> b1, a1 -> b0: with b1 above b0 nothing crosses.
    const LayeredGraph graph{{0, 0, 0, 0}, {{0, 3}, {1, 2}}};
    const Layout layout = layered_layout(graph, {});
    EXPECT_EQ(layout.centres[0].y < layout.centres[1].y, layout.centres[3].y < layout.centres[2].y);
}

TEST(LayeredLayout, StaysSoundOnManyGraphs) {
    const LayoutSizes sizes;
    std::uint32_t state = 1;
    const auto below = [&](std::uint32_t limit) {
        state = state * 1664525 + 1013904223;
        return (state >> 8) % limit;
    };
    for (int round = 0; round < 60; ++round) {
        LayeredGraph graph;
        const std::uint32_t nodes = 1 + below(25);
        const std::uint32_t groups = 1 + below(5);
        graph.groups.push_back(round % 2 == 0 ? kUngrouped : 0);
        for (std::uint32_t v = 1; v < nodes; ++v) {
            graph.groups.push_back(static_cast<int>(below(groups)));
        }
        for (std::uint32_t e = 0; e < nodes * 2; ++e) {
            const std::uint32_t to = below(nodes);
            if (graph.groups[to] != kUngrouped) { // nobody calls outside
                graph.edges.emplace_back(below(nodes), to);
            }
        }
        expect_sound(graph, layered_layout(graph, sizes), sizes);
    }
}

} // namespace
} // namespace meshcast
