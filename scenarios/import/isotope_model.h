#pragma once

#include "scenarios/import/isotope.h"
#include "sim/model/behavior.h"
#include "sim/model/topology.h"

#include <string>
#include <vector>

namespace meshcast {

/// A service graph as a cluster: for each service a Deployment and a Service on port 8080, as isotope's
/// converter makes them.
struct IsotopeModel {
    Topology topology;
    std::vector<Behavior> behaviors;
    std::vector<std::string>
        entrypoints; // "name.namespace" of the services marked isEntrypoint, in file order
};

/// Needs a graph read without errors.
IsotopeModel to_model(const IsotopeGraph& graph);

/// read_isotope and to_model in one: an empty model when the document has errors.
IsotopeModel import_isotope(const yaml::Document& document, Diagnostics& diagnostics);

} // namespace meshcast
