#include "reports/html/layered_layout.h"

#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/depth_first_search.hpp>
#include <boost/graph/topological_sort.hpp>

#include <algorithm>
#include <limits>
#include <map>
#include <numeric>
#include <ranges>

namespace meshcast {

namespace {

constexpr int kSweeps = 8; // orders settle after a few

// Edges carry their index in LayeredGraph::edges.
using Edge = boost::property<boost::edge_index_t, std::size_t>;
using Graph = boost::adjacency_list<boost::vecS, boost::vecS, boost::directedS, boost::no_property, Edge>;

/// Marks the edges that close a cycle.
class BackEdges : public boost::default_dfs_visitor {
  public:
    explicit BackEdges(std::vector<bool>& backward) : backward_(backward) {}

    void back_edge(Graph::edge_descriptor edge, const Graph& graph) {
        backward_[boost::get(boost::edge_index, graph, edge)] = true;
    }

  private:
    std::vector<bool>& backward_;
};

bool is_loop(const LayeredGraph& graph, std::size_t edge) {
    return graph.edges[edge].first == graph.edges[edge].second;
}

Graph boost_graph(const LayeredGraph& graph, const std::vector<bool>& left_out) {
    Graph result(graph.groups.size());
    for (std::size_t e = 0; e < graph.edges.size(); ++e) {
        if (!left_out[e]) {
            boost::add_edge(graph.edges[e].first, graph.edges[e].second, Edge(e), result);
        }
    }
    return result;
}

std::vector<bool> backward_edges(const LayeredGraph& graph) {
    std::vector<bool> loops(graph.edges.size());
    for (std::size_t e = 0; e < graph.edges.size(); ++e) {
        loops[e] = is_loop(graph, e);
    }
    std::vector<bool> backward = loops;
    boost::depth_first_search(boost_graph(graph, loops), boost::visitor(BackEdges(backward)));
    return backward;
}

/// Length of the longest path to each node. Ungrouped nodes have column 0 to themselves.
std::vector<int> longest_path_ranks(const LayeredGraph& graph, const std::vector<bool>& backward) {
    const Graph acyclic = boost_graph(graph, backward);
    std::vector<std::size_t> reversed;
    boost::topological_sort(acyclic, std::back_inserter(reversed));
    const bool ungrouped = std::ranges::find(graph.groups, LayeredGraph::kUngrouped) != graph.groups.end();
    std::vector<int> ranks(graph.groups.size());
    for (std::size_t v = 0; v < ranks.size(); ++v) {
        ranks[v] = ungrouped && graph.groups[v] != LayeredGraph::kUngrouped ? 1 : 0;
    }
    for (const auto node : reversed | std::views::reverse) {
        for (const auto edge : boost::make_iterator_range(boost::out_edges(node, acyclic))) {
            int& rank = ranks[boost::target(edge, acyclic)];
            rank = std::max(rank, ranks[node] + 1);
        }
    }
    return ranks;
}

/// What takes room in a layer: a node, or the bend of an edge that passes.
struct Item {
    int rank = 0;
    int lane = 0;
    double height = 0;
    double y = 0;                    // of its centre
    std::vector<std::size_t> before; // neighbours in the layer to the left
    std::vector<std::size_t> after;
};

class Layering {
  public:
    Layering(const LayeredGraph& graph, const LayoutSizes& sizes) : graph_(graph), sizes_(sizes) {
        backward_ = backward_edges(graph);
        ranks_ = longest_path_ranks(graph, backward_);
        number_lanes();
        add_items();
    }

    Layout finish() {
        fill_layers();
        for (int sweep = 0; sweep < kSweeps; ++sweep) {
            const bool left_to_right = sweep % 2 == 0;
            for (std::size_t i = 0; i < layers_.size(); ++i) {
                order(layers_[left_to_right ? i : layers_.size() - 1 - i],
                      left_to_right ? &Item::before : &Item::after);
            }
        }
        place();
        return layout();
    }

  private:
    /// Lanes in the order in which requests reach their groups.
    void number_lanes() {
        std::map<int, int> first_rank;
        for (std::size_t v = 0; v < ranks_.size(); ++v) {
            const int group = graph_.groups[v];
            const auto [known, added] = first_rank.try_emplace(group, ranks_[v]);
            known->second = std::min(known->second, ranks_[v]);
        }
        std::vector<std::pair<int, int>> order; // first rank, group
        for (const auto& [group, rank] : first_rank) {
            if (group != LayeredGraph::kUngrouped) {
                order.emplace_back(rank, group);
            }
        }
        std::ranges::sort(order);
        for (std::size_t i = 0; i < order.size(); ++i) {
            lanes_[order[i].second] = static_cast<int>(i);
        }
        lane_count_ = std::max<std::size_t>(1, order.size());
    }

    int lane_of(std::size_t node) const {
        const auto lane = lanes_.find(graph_.groups[node]);
        return lane == lanes_.end() ? 0 : lane->second;
    }

    void add_items() {
        for (std::size_t v = 0; v < ranks_.size(); ++v) {
            items_.push_back({ranks_[v], lane_of(v), sizes_.node_height, 0, {}, {}});
        }
        bends_.resize(graph_.edges.size());
        for (std::size_t e = 0; e < graph_.edges.size(); ++e) {
            if (backward_[e]) {
                continue;
            }
            const auto [from, to] = graph_.edges[e];
            std::size_t last = from;
            for (int rank = ranks_[from] + 1; rank < ranks_[to]; ++rank) {
                items_.push_back({rank, lane_of(to), sizes_.bend_height, 0, {}, {}});
                bends_[e].push_back(items_.size() - 1);
                connect(last, items_.size() - 1);
                last = items_.size() - 1;
            }
            connect(last, to);
        }
    }

    void connect(std::size_t left, std::size_t right) {
        items_[left].after.push_back(right);
        items_[right].before.push_back(left);
    }

    void fill_layers() {
        std::size_t layers = 0;
        for (const Item& item : items_) {
            layers = std::max(layers, static_cast<std::size_t>(item.rank) + 1);
        }
        layers_.resize(layers);
        for (std::size_t i = 0; i < items_.size(); ++i) {
            layers_[static_cast<std::size_t>(items_[i].rank)].push_back(i);
        }
        for (auto& layer : layers_) {
            std::ranges::stable_sort(layer, {}, [&](std::size_t i) { return items_[i].lane; });
            number(layer);
        }
    }

    void number(const std::vector<std::size_t>& layer) {
        for (std::size_t i = 0; i < layer.size(); ++i) {
            items_[layer[i]].y = static_cast<double>(i) / static_cast<double>(layer.size());
        }
    }

    double barycentre(const Item& item, const std::vector<std::size_t>& neighbours) const {
        if (neighbours.empty()) {
            return item.y;
        }
        double sum = 0;
        for (const std::size_t neighbour : neighbours) {
            sum += items_[neighbour].y;
        }
        return sum / static_cast<double>(neighbours.size());
    }

    void order(std::vector<std::size_t>& layer, std::vector<std::size_t> Item::* neighbours) {
        std::vector<double> wanted(items_.size());
        for (const std::size_t i : layer) {
            wanted[i] = barycentre(items_[i], items_[i].*neighbours);
        }
        std::ranges::stable_sort(layer, {},
                                 [&](std::size_t i) { return std::pair(items_[i].lane, wanted[i]); });
        number(layer);
    }

    /// Stacks every layer's items in the middle of their lanes.
    void place() {
        std::map<std::pair<int, int>, double> needed; // (lane, rank) -> height
        for (const Item& item : items_) {
            needed[{item.lane, item.rank}] += item.height + sizes_.row_gap;
        }
        lane_heights_.assign(lane_count_, 0);
        for (const auto& [where, height] : needed) {
            double& lane = lane_heights_[static_cast<std::size_t>(where.first)];
            lane = std::max(lane, height - sizes_.row_gap);
        }
        double top = 0;
        for (double& height : lane_heights_) {
            lane_tops_.push_back(top);
            height += 2 * sizes_.lane_padding;
            top += height + sizes_.lane_gap;
        }
        for (const auto& layer : layers_) {
            std::map<int, double> next;
            for (const std::size_t i : layer) {
                Item& item = items_[i];
                const auto lane = static_cast<std::size_t>(item.lane);
                const double used = needed[{item.lane, item.rank}] - sizes_.row_gap;
                const double start = lane_tops_[lane] + (lane_heights_[lane] - used) / 2;
                double& y = next.try_emplace(item.lane, start).first->second;
                item.y = y + item.height / 2;
                y += item.height + sizes_.row_gap;
            }
        }
    }

    double left_of(int rank) const {
        return sizes_.lane_padding + rank * (sizes_.node_width + sizes_.column_gap);
    }

    Point right_side(std::size_t node) const {
        return {left_of(ranks_[node]) + sizes_.node_width, items_[node].y};
    }

    EdgeRoute route(std::size_t edge) const {
        if (is_loop(graph_, edge)) {
            return {{}, true};
        }
        const auto [from, to] = graph_.edges[edge];
        EdgeRoute route{{right_side(from)}, backward_[edge]};
        for (const std::size_t bend : bends_[edge]) {
            const double left = left_of(items_[bend].rank);
            route.points.push_back({left, items_[bend].y});
            route.points.push_back({left + sizes_.node_width, items_[bend].y});
        }
        route.points.push_back({left_of(ranks_[to]), items_[to].y});
        return route;
    }

    Layout layout() const {
        Layout result;
        result.ranks = ranks_;
        const int groups = graph_.groups.empty() ? 0 : *std::ranges::max_element(graph_.groups) + 1;
        result.groups.resize(static_cast<std::size_t>(std::max(0, groups)));
        for (std::size_t v = 0; v < ranks_.size(); ++v) {
            result.centres.push_back({left_of(ranks_[v]) + sizes_.node_width / 2, items_[v].y});
            if (graph_.groups[v] != LayeredGraph::kUngrouped) {
                grow(result.groups[static_cast<std::size_t>(graph_.groups[v])], v);
            }
        }
        for (std::size_t e = 0; e < graph_.edges.size(); ++e) {
            result.routes.push_back(route(e));
        }
        if (!layers_.empty()) {
            result.width =
                left_of(static_cast<int>(layers_.size()) - 1) + sizes_.node_width + sizes_.lane_padding;
            result.height = lane_tops_.back() + lane_heights_.back();
        }
        return result;
    }

    void grow(Box& box, std::size_t node) const {
        const auto lane = static_cast<std::size_t>(items_[node].lane);
        const double pad = sizes_.lane_padding / 2;
        const double left = left_of(ranks_[node]) - pad;
        const double right = left_of(ranks_[node]) + sizes_.node_width + pad;
        const double old_right = box.width == 0 ? right : box.x + box.width;
        box.x = box.width == 0 ? left : std::min(box.x, left);
        box.width = std::max(old_right, right) - box.x;
        box.y = lane_tops_[lane];
        box.height = lane_heights_[lane];
    }

    const LayeredGraph& graph_;
    const LayoutSizes& sizes_;
    std::vector<bool> backward_;
    std::vector<int> ranks_;
    std::map<int, int> lanes_; // group -> lane
    std::size_t lane_count_ = 1;
    std::vector<Item> items_;                      // the nodes first, then bends
    std::vector<std::vector<std::size_t>> bends_;  // of each edge
    std::vector<std::vector<std::size_t>> layers_; // items of each rank, top to bottom
    std::vector<double> lane_tops_;
    std::vector<double> lane_heights_;
};

} // namespace

Layout layered_layout(const LayeredGraph& graph, const LayoutSizes& sizes) {
    if (graph.groups.empty()) {
        return {};
    }
    return Layering(graph, sizes).finish();
}

} // namespace meshcast
