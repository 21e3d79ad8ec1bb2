#pragma once

#include "scenarios/diagnostics/diagnostic.h"
#include "scenarios/yaml/node.h"
#include "sim/model/scenario.h"

#include <span>
#include <vector>

namespace meshcast {

/// Moves isotope's service graphs out of `manifests`.
std::vector<yaml::Document> split_graphs(std::vector<yaml::Document>& manifests);

/// Adds graphs to a scenario: their services, how those behave and, where the scenario has no traffic of its
/// own, one source of requests for each entry point.
void add_graphs(std::span<const yaml::Document> graphs, Scenario& scenario, Diagnostics& diagnostics);

} // namespace meshcast
