#include "reports/html/topology_svg.h"

#include "reports/format.h"
#include "reports/html/escape.h"
#include "reports/html/layered_layout.h"
#include "reports/text/width.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

namespace meshcast {

namespace {

constexpr std::size_t kMostLabels = 30; // more would cover the drawing; the tooltips say the rest
constexpr int kNameColumns = 22;        // that fit a node
constexpr double kMargin = 8;
constexpr double kSmallestScale = 0.7; // the text stays readable; beyond, the drawing scrolls

std::string_view class_of(Health health) {
    switch (health) {
    case Health::Healthy:
        return "ok";
    case Health::Degraded:
        return "degraded";
    case Health::Failing:
        return "failing";
    }
    return "ok";
}

/// "▲ 2.5 %", or nothing where all is well.
std::string trouble(const Flow& flow) {
    switch (flow.health()) {
    case Health::Healthy:
        return "";
    case Health::Degraded:
        return "▲ " + format_percent(flow.error_ratio);
    case Health::Failing:
        return "✖ " + format_percent(flow.error_ratio);
    }
    return "";
}

std::string tooltip(const Flow& flow) {
    return fmt::format("{}, p99 {}, {} errors", format_rate(flow.rate), format_duration(flow.p99),
                       format_percent(flow.error_ratio));
}

std::string node_svg(const TopologyNode& node, const Point& centre, const LayoutSizes& sizes) {
    const bool called = node.received.rate > 0;
    const std::string problem = trouble(node.received);
    const std::string shown = html_escaped(text::shorten(text::printable(node.name), kNameColumns));
    const std::string where = node.name_space.empty() ? "" : node.name_space + "/";
    const std::string title =
        fmt::format("{}{}: {}{}{}", where, node.name, node.detail, called && !node.detail.empty() ? ", " : "",
                    called ? tooltip(node.received) : "");
    const double left = centre.x - sizes.node_width / 2;
    const double top = centre.y - sizes.node_height / 2;
    std::string svg =
        fmt::format("<g class=\"node {} {}\"><title>{}</title>", class_of(node.received.health()),
                    node.name_space.empty() ? "outside" : "inside", html_escaped(title));
    svg += fmt::format("<rect x=\"{:.0f}\" y=\"{:.0f}\" width=\"{:.0f}\" height=\"{:.0f}\" rx=\"{}\"/>", left,
                       top, sizes.node_width, sizes.node_height, node.name_space.empty() ? 30 : 8);
    const double first = top + (problem.empty() ? 28 : 21); // two lines in the middle, or three
    const auto line = [&](std::string_view style, int number, std::string_view escaped) {
        svg += fmt::format("<text class=\"{}\" x=\"{:.0f}\" y=\"{:.0f}\">{}</text>", style, left + 14,
                           first + number * 18, escaped);
    };
    std::string detail = html_escaped(node.detail);
    if (called) {
        detail += (detail.empty() ? "" : " · ") + format_rate(node.received.rate);
    }
    line("name", 0, shown);
    line("detail", 1, detail);
    if (!problem.empty()) {
        line("trouble", 2, problem + " errors");
    }
    return svg + "</g>\n";
}

/// A smooth curve through the points; pieces between columns are S-shaped, pieces along a column straight.
std::string curve(const std::vector<Point>& points) {
    std::string path = fmt::format("M{:.1f},{:.1f}", points[0].x, points[0].y);
    for (std::size_t i = 1; i < points.size(); ++i) {
        const double middle = (points[i - 1].x + points[i].x) / 2;
        path += fmt::format(" C{:.1f},{:.1f} {:.1f},{:.1f} {:.1f},{:.1f}", middle, points[i - 1].y, middle,
                            points[i].y, points[i].x, points[i].y);
    }
    return path;
}

/// From the source's right side around below to the target's left side.
std::string return_curve(const Point& from, const Point& to, double node_height) {
    const double below = std::max(from.y, to.y) + node_height * 0.95;
    return fmt::format(
        "M{:.1f},{:.1f} C{:.1f},{:.1f} {:.1f},{:.1f} {:.1f},{:.1f} S{:.1f},{:.1f} {:.1f},{:.1f}", from.x,
        from.y, from.x + 50, from.y, from.x + 30, below, (from.x + to.x) / 2, below, to.x - 50, to.y, to.x,
        to.y);
}

struct DrawnEdge {
    std::string path;
    Point label;
};

DrawnEdge draw(const EdgeRoute& route, double node_height) {
    const Point& from = route.points.front();
    const Point& to = route.points.back();
    if (route.backward) {
        return {return_curve(from, to, node_height),
                {(from.x + to.x) / 2, std::max(from.y, to.y) + node_height * 0.95}};
    }
    // Into the last piece, where edges to different targets have parted; not at its end, where those to one
    // target meet.
    const Point& before = route.points[route.points.size() - 2];
    return {curve(route.points), {before.x + (to.x - before.x) * 0.5, before.y + (to.y - before.y) * 0.5}};
}

std::string edge_svg(const TopologyGraph& graph, const TopologyEdge& edge, const DrawnEdge& drawn,
                     double busiest) {
    const double width = 1.25 + 4 * std::sqrt(edge.flow.rate / busiest);
    return fmt::format(
        "<g class=\"edge {}\"><title>{} → {}: {}</title><path d=\"{}\" stroke-width=\"{:.2f}\"/></g>\n",
        class_of(edge.flow.health()), html_escaped(graph.nodes[edge.from].name),
        html_escaped(graph.nodes[edge.to].name), tooltip(edge.flow), drawn.path, width);
}

std::string label_svg(const TopologyEdge& edge, const Point& at) {
    const std::string problem = trouble(edge.flow);
    const std::string second =
        problem.empty()
            ? ""
            : fmt::format("<tspan class=\"trouble\" x=\"{:.1f}\" dy=\"13\">{}</tspan>", at.x, problem);
    return fmt::format("<text class=\"label\" x=\"{:.1f}\" y=\"{:.1f}\">{} · {}{}</text>\n", at.x, at.y - 5,
                       format_rate(edge.flow.rate), format_duration(edge.flow.p99), second);
}

} // namespace

std::string topology_svg(const TopologyGraph& graph) {
    LayeredGraph layered;
    std::map<std::string, int> group_numbers;
    std::vector<std::string> group_names;
    for (const TopologyNode& node : graph.nodes) {
        if (node.name_space.empty()) {
            layered.groups.push_back(LayeredGraph::kUngrouped);
            continue;
        }
        const auto [known, added] =
            group_numbers.try_emplace(node.name_space, static_cast<int>(group_numbers.size()));
        if (added) {
            group_names.push_back(node.name_space);
        }
        layered.groups.push_back(known->second);
    }
    double busiest = 1e-9;
    for (const TopologyEdge& edge : graph.edges) {
        layered.edges.emplace_back(edge.from, edge.to);
        busiest = std::max(busiest, edge.flow.rate);
    }
    const LayoutSizes sizes;
    const Layout layout = layered_layout(layered, sizes);

    const double width = layout.width + 2 * kMargin;
    const double height = layout.height + 2 * kMargin;
    std::string svg = fmt::format(
        "<svg class=\"topology\" role=\"img\" aria-label=\"Services and who calls whom; the tables below "
        "carry the same figures\" viewBox=\"{:.0f} {:.0f} {:.0f} {:.0f}\" width=\"{:.0f}\" "
        "height=\"{:.0f}\" style=\"min-width:{:.0f}px\">\n",
        -kMargin, -kMargin, width, height, width, height, kSmallestScale * width);
    for (std::size_t g = 0; g < layout.groups.size(); ++g) {
        const Box& box = layout.groups[g];
        svg += fmt::format("<g class=\"namespace\"><rect x=\"{:.0f}\" y=\"{:.0f}\" width=\"{:.0f}\" "
                           "height=\"{:.0f}\" rx=\"12\"/>"
                           "<text x=\"{:.0f}\" y=\"{:.0f}\">{}</text></g>\n",
                           box.x, box.y, box.width, box.height, box.x + 12, box.y + 18,
                           html_escaped(group_names[g]));
    }
    std::vector<std::size_t> by_rate;
    std::vector<DrawnEdge> drawn(graph.edges.size());
    for (std::size_t e = 0; e < graph.edges.size(); ++e) {
        if (!layout.routes[e].points.empty()) {
            drawn[e] = draw(layout.routes[e], sizes.node_height);
            svg += edge_svg(graph, graph.edges[e], drawn[e], busiest);
            by_rate.push_back(e);
        }
    }
    for (std::size_t v = 0; v < graph.nodes.size(); ++v) {
        svg += node_svg(graph.nodes[v], layout.centres[v], sizes);
    }
    std::ranges::stable_sort(by_rate, std::greater{},
                             [&](std::size_t e) { return graph.edges[e].flow.rate; });
    by_rate.resize(std::min(by_rate.size(), kMostLabels));
    for (const std::size_t e : by_rate) {
        svg += label_svg(graph.edges[e], drawn[e].label);
    }
    return svg + "</svg>\n";
}

} // namespace meshcast
