#include "scenarios/import/call_cycles.h"

#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/depth_first_search.hpp>

#include <algorithm>

namespace meshcast {

namespace {

using Graph = boost::adjacency_list<boost::vecS, boost::vecS, boost::directedS>;
using Vertex = boost::graph_traits<Graph>::vertex_descriptor;

/// Numbers vertices in the order the depth-first walk leaves them.
class FinishOrder : public boost::default_dfs_visitor {
  public:
    FinishOrder(std::vector<std::size_t>& finish, std::size_t& next) : finish_(&finish), next_(&next) {}

    void finish_vertex(Vertex vertex, const Graph&) { (*finish_)[vertex] = (*next_)++; }

  private:
    std::vector<std::size_t>* finish_; // pointers: boost copies visitors
    std::size_t* next_;
};

} // namespace

std::vector<std::pair<std::size_t, std::size_t>> calls_that_close_cycles(const CallGraph& graph) {
    const std::size_t workloads = graph.calls.size();
    Graph walk(workloads + graph.targets.size()); // workloads first, then services
    std::vector<bool> called(workloads, false);
    for (std::size_t w = 0; w < workloads; ++w) {
        for (const std::size_t service : graph.calls[w]) {
            boost::add_edge(w, workloads + service, walk);
            for (const std::size_t target : graph.targets[service]) {
                called[target] = true;
            }
        }
    }
    for (std::size_t s = 0; s < graph.targets.size(); ++s) {
        for (const std::size_t target : graph.targets[s]) {
            boost::add_edge(workloads + s, target, walk);
        }
    }

    std::vector<std::size_t> finish(boost::num_vertices(walk));
    std::size_t next = 0;
    std::vector<boost::default_color_type> color(boost::num_vertices(walk), boost::white_color);
    for (const bool outermost : {true, false}) {
        for (std::size_t w = 0; w < workloads; ++w) {
            if (color[w] == boost::white_color && called[w] != outermost) {
                boost::depth_first_visit(walk, w, FinishOrder(finish, next), color.data());
            }
        }
    }

    // In an acyclic graph a callee is always left before its caller. Keeping only the calls of which that is
    // true leaves no cycle.
    std::vector<std::pair<std::size_t, std::size_t>> result;
    for (std::size_t w = 0; w < workloads; ++w) {
        for (const std::size_t service : graph.calls[w]) {
            const bool leads_back = std::ranges::any_of(
                graph.targets[service], [&](std::size_t target) { return finish[target] >= finish[w]; });
            if (leads_back) {
                result.emplace_back(w, service);
            }
        }
    }
    return result;
}

} // namespace meshcast
