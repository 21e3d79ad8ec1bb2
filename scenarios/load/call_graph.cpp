#include "scenarios/load/call_graph.h"

#include "scenarios/diagnostics/catalogue.h"
#include "scenarios/diagnostics/scenario_messages.h"
#include "scenarios/load/steps.h"
#include "sim/policy/selection.h"

#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/strong_components.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <map>
#include <vector>

namespace meshcast {

namespace {

constexpr double kMostCalls = 100'000; // that one request may lead to
constexpr double kEndless = 1 - 1e-6;  // calls that come back for each one that goes out

using Graph = boost::adjacency_list<boost::vecS, boost::vecS, boost::directedS>;

/// One operation of one workload.
struct Vertex {
    std::size_t workload;
    const Operation* operation;
};

struct Edge {
    std::size_t from;
    std::size_t to;
    double chance;
    const Call* call;
};

class CallGraph {
  public:
    CallGraph(const Directory& directory, const BehaviorOfWorkload& behaviors)
        : directory_(directory), topology_(directory.topology()), first_of_(behaviors.size()) {
        for (std::size_t w = 0; w < behaviors.size(); ++w) {
            first_of_[w] = vertices_.size();
            if (behaviors[w]) {
                for (const Operation& operation : behaviors[w]->behavior.operations) {
                    vertices_.push_back({w, &operation});
                }
            }
        }
        first_of_.push_back(vertices_.size());
        for (std::size_t v = 0; v < vertices_.size(); ++v) {
            for_each_call(vertices_[v].operation->script,
                          [&](const Call& call, double chance) { connect(v, call, chance); });
        }
    }

    void check(Diagnostics& diagnostics) const {
        const std::size_t before = diagnostics.items().size();
        report_cycles(diagnostics);
        const auto added = diagnostics.items().subspan(before);
        if (std::ranges::none_of(added,
                                 [](const Diagnostic& d) { return d.message == &message::EndlessCalls; })) {
            report_too_many(diagnostics);
        }
    }

  private:
    void connect(std::size_t from, const Call& call, double chance) {
        const std::string& name_space = topology_.workloads[vertices_[from].workload].metadata.name_space;
        const Service* service = directory_.service(call.service, name_space);
        if (service == nullptr) {
            return;
        }
        const auto selected = directory_.selected(*service);
        for (const std::size_t workload : selected) {
            const std::size_t to = callee(workload, call.operation);
            if (to < vertices_.size() && chance > 0) {
                // Which of the workloads answers is up to load balancing; each does its share.
                edges_.push_back({from, to, chance / static_cast<double>(selected.size()), &call});
            }
        }
    }

    std::size_t callee(std::size_t workload, const std::string& operation) const {
        for (std::size_t v = first_of_[workload]; v < first_of_[workload + 1]; ++v) {
            if (operation.empty() || vertices_[v].operation->name == operation) {
                return v;
            }
        }
        return first_of_[workload] < first_of_[workload + 1] ? first_of_[workload] : vertices_.size();
    }

    /// One report for each group of operations that reach each other.
    void report_cycles(Diagnostics& diagnostics) const {
        Graph graph(vertices_.size());
        for (const Edge& edge : edges_) {
            boost::add_edge(edge.from, edge.to, graph);
        }
        std::vector<std::size_t> component(vertices_.size());
        const auto count = static_cast<std::size_t>(boost::strong_components(
            graph,
            boost::make_iterator_property_map(component.begin(), boost::get(boost::vertex_index, graph))));
        std::vector<std::vector<const Edge*>> inside(count);
        for (const Edge& edge : edges_) {
            if (component[edge.from] == component[edge.to]) {
                inside[component[edge.from]].push_back(&edge);
            }
        }
        for (const auto& cycle : inside) {
            if (!cycle.empty()) {
                const Message& message =
                    growth(cycle) >= kEndless ? message::EndlessCalls : message::CallCycle;
                diagnostics.add(message, cycle.front()->call->origin, fill(message, way_round(cycle)));
            }
        }
    }

    /// Calls that one call leads to, in the mean, on each way round: the spectral radius of the matrix of
    /// chances. By power iteration on that matrix plus the identity, which converges where cycles have a
    /// period.
    double growth(const std::vector<const Edge*>& cycle) const {
        constexpr int kRounds = 1000;
        std::map<std::size_t, double> weight;
        for (const Edge* edge : cycle) {
            weight[edge->from] = 1;
        }
        double least = 0;
        for (int round = 0; round < kRounds; ++round) {
            std::map<std::size_t, double> next = weight;
            for (const Edge* edge : cycle) {
                next[edge->from] += edge->chance * weight[edge->to];
            }
            least = std::numeric_limits<double>::infinity();
            double sum = 0;
            for (const auto& [vertex, value] : next) {
                least = std::min(least, value / weight[vertex]); // Collatz-Wielandt: never above the radius
                sum += value;
            }
            for (auto& [vertex, value] : next) {
                value /= sum;
            }
            weight = std::move(next);
        }
        return least - 1;
    }

    /// A shortest cycle through the first edge, in words.
    std::string way_round(const std::vector<const Edge*>& cycle) const {
        const Edge& start = *cycle.front();
        std::map<std::size_t, std::size_t>
            before; // by operation, the one it was reached from on the way from start.to
        std::vector<std::size_t> reached{start.to};
        for (std::size_t i = 0; i < reached.size() && start.to != start.from; ++i) {
            for (const Edge* edge : cycle) {
                if (edge->from == reached[i] && edge->to != start.to &&
                    before.try_emplace(edge->to, edge->from).second) {
                    reached.push_back(edge->to);
                }
            }
        }
        std::string words = name(start.from);
        for (std::size_t v = start.from; v != start.to; v = before.at(v)) {
            words.insert(0, name(before.at(v)) + " -> ");
        }
        return name(start.from) + " -> " + words;
    }

    /// Expected calls below an operation: calls = sum over calls of chance (1 + calls of the callee), as a
    /// fixed point.
    void report_too_many(Diagnostics& diagnostics) const {
        std::vector<double> calls(vertices_.size());
        for (std::size_t round = 0; round <= vertices_.size() && round < 1000; ++round) {
            std::vector<double> next(vertices_.size());
            for (const Edge& edge : edges_) {
                next[edge.from] += edge.chance * (1 + calls[edge.to]);
            }
            for (std::size_t v = 0; v < vertices_.size(); ++v) {
                if (next[v] > kMostCalls) {
                    const Edge& first = *std::ranges::find(edges_, v, &Edge::from);
                    diagnostics.add(message::TooManyCalls, first.call->origin,
                                    fill(message::TooManyCalls, vertices_[v].operation->name,
                                         topology_.workloads[vertices_[v].workload].metadata.name,
                                         kMostCalls));
                    return;
                }
            }
            if (next == calls) {
                return;
            }
            calls = std::move(next);
        }
    }

    std::string name(std::size_t vertex) const {
        return fmt::format("{} \"{}\"", topology_.workloads[vertices_[vertex].workload].metadata.name,
                           vertices_[vertex].operation->name);
    }

    const Directory& directory_;
    const Topology& topology_;
    std::vector<Vertex> vertices_;
    std::vector<Edge> edges_;
    std::vector<std::size_t> first_of_; // vertices of workload w: [first_of_[w], first_of_[w + 1])
};

} // namespace

void check_call_graph(const Directory& directory, const BehaviorOfWorkload& behaviors,
                      Diagnostics& diagnostics) {
    CallGraph(directory, behaviors).check(diagnostics);
}

} // namespace meshcast
