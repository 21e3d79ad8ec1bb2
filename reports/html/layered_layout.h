#pragma once

#include <cstddef>
#include <utility>
#include <vector>

namespace meshcast {

/// Drawing a directed graph in layers, left to right (Sugiyama, Tagawa, Toda 1981): break cycles, rank by
/// longest path, route long edges through the layers between, order each layer by barycentres. Groups get a
/// lane each, so that their boxes never overlap.

struct LayeredGraph {
    static constexpr int kUngrouped = -1;

    std::vector<int> groups; // of each node: 0, 1, ...; a node without group gets a column before all others
    std::vector<std::pair<std::size_t, std::size_t>>
        edges; // from, to; an edge from a node to itself is not drawn
};

struct LayoutSizes {
    double node_width = 206;
    double node_height = 64;
    double column_gap = 116;
    double row_gap = 22;
    double lane_padding = 28; // inside a group's box
    double lane_gap = 18;
    double bend_height = 16; // room for a long edge that passes a layer
};

struct Point {
    double x = 0;
    double y = 0;

    friend bool operator==(const Point&, const Point&) = default;
};

struct Box {
    double x = 0;
    double y = 0;
    double width = 0;
    double height = 0;
};

struct EdgeRoute {
    std::vector<Point> points; // from the source's right side to the target's left side, bends between
    bool backward = false;     // closes a cycle: runs right to left
};

struct Layout {
    std::vector<int> ranks;        // of each node, 0 leftmost
    std::vector<Point> centres;    // of each node
    std::vector<EdgeRoute> routes; // of each edge; no points for an edge to itself
    std::vector<Box> groups;       // of each group that has nodes, else empty
    double width = 0;
    double height = 0;
};

/// Same graph, same layout. Works on any graph: cycles, several parts, nothing at all.
Layout layered_layout(const LayeredGraph& graph, const LayoutSizes& sizes);

} // namespace meshcast
