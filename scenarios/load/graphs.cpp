#include "scenarios/load/graphs.h"

#include "scenarios/import/isotope_model.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace meshcast {

namespace {

template <class Value>
void append(std::vector<Value>& to, std::vector<Value>&& from) {
    std::ranges::move(from, std::back_inserter(to));
}

void enter_at(const std::string& service, const Origin& graph, Scenario& scenario) {
    Traffic source;
    source.to = service;
    source.origin = graph;
    scenario.traffic.push_back(std::move(source));
    scenario.inferences.push_back(
        {fmt::format("requests enter at {}: isEntrypoint in the service graph", service), graph});
}

} // namespace

std::vector<yaml::Document> split_graphs(std::vector<yaml::Document>& manifests) {
    const auto graphs = std::ranges::stable_partition(
        manifests, [](const yaml::Document& document) { return !is_isotope(document.root); });
    std::vector<yaml::Document> result(std::make_move_iterator(graphs.begin()),
                                       std::make_move_iterator(graphs.end()));
    manifests.erase(graphs.begin(), graphs.end());
    return result;
}

void add_graphs(std::span<const yaml::Document> graphs, Scenario& scenario, Diagnostics& diagnostics) {
    const bool has_traffic = !scenario.traffic.empty();
    for (const yaml::Document& graph : graphs) {
        IsotopeModel model = import_isotope(graph, diagnostics);
        append(scenario.topology.namespaces, std::move(model.topology.namespaces));
        append(scenario.topology.workloads, std::move(model.topology.workloads));
        append(scenario.topology.services, std::move(model.topology.services));
        append(scenario.behaviors, std::move(model.behaviors));
        for (const std::string& service : model.entrypoints) {
            if (!has_traffic) {
                enter_at(service, graph.origin(graph.root), scenario);
            }
        }
    }
}

} // namespace meshcast
