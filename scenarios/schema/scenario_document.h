#pragma once

#include "scenarios/schema/changes.h"
#include "scenarios/schema/declarations.h"
#include "scenarios/schema/mention.h"

#include <optional>
#include <string>
#include <vector>

namespace meshcast {

/// `count` equal nodes.
struct NodePool {
    std::string name = "node";
    int count = 1;
    std::vector<std::string> zones{"zone-a"}; // taken in turn
    std::string region;
    MilliCpu cpu = Node{}.cpu;
    Bytes memory = Node{}.memory;
    Origin origin;
};

/// A price list by name, or the prices themselves.
struct PricesChoice {
    Reference name;
    std::optional<Prices> prices;
};

/// A file of kind Scenario as written: a Scenario whose planes, prices, nodes and manifests are still to be
/// fetched.
struct ScenarioDocument : Scenario {
    std::vector<Reference> include;
    std::vector<Reference> plane_names;
    PricesChoice prices_choice;
    std::vector<NodePool> nodes;
    std::vector<DeclaredChange> declared_changes;
    Origin origin;
};

/// Reads as much as can be read; false: errors in `diagnostics`.
bool read_scenario_document(const yaml::Document& document, ScenarioDocument& scenario,
                            Diagnostics& diagnostics);

template <>
struct Codec<PricesChoice> {
    static bool read(ReadContext&, const yaml::Node&, PricesChoice&);
    static Json schema(Definitions&);

    static Json write(const PricesChoice&) { return nullptr; }
};

template <>
struct Declaration<NodePool> {
    static const Object<NodePool>& object();
};

template <>
struct Declaration<ScenarioDocument> {
    static const Object<ScenarioDocument>& object();
};

} // namespace meshcast
