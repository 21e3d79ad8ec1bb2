#pragma once

#include "scenarios/diagnostics/diagnostic.h"
#include "scenarios/schema/scenario_document.h"
#include "scenarios/sources.h"
#include "scenarios/yaml/node.h"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace meshcast {

/// What the paths of a command line held, told apart.
struct Gathered {
    std::optional<yaml::Document> scenario;
    std::string scenario_path; // as given, so that includes can be relative to it
    std::vector<yaml::Document> manifests;
};

/// Reads every file that `paths` stand for. A bare word that is no file is the name of a shipped scenario.
/// More than one scenario, and documents that belong elsewhere (plane profiles, price lists), are reported.
Gathered gather(std::span<const std::string> paths, Sources& sources, Diagnostics& diagnostics);

/// Adds the manifests that a scenario includes, by paths relative to the scenario's own.
void gather_included(std::span<const Reference> includes, Gathered& gathered, Sources& sources,
                     Diagnostics& diagnostics);

/// Adds manifests by their paths; documents of another sort are reported.
void gather_manifests(std::span<const std::string> paths, Gathered& gathered, Sources& sources,
                      Diagnostics& diagnostics);

} // namespace meshcast
