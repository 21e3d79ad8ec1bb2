#pragma once

#include "scenarios/diagnostics/diagnostic.h"
#include "scenarios/schema/changes.h"
#include "scenarios/sources.h"
#include "scenarios/yaml/node.h"
#include "sim/model/configuration_change.h"

#include <span>
#include <string>
#include <vector>

namespace meshcast {

/// What a scenario's `changes` come to, in order of time, beginning with `manifests`. Paths are relative to
/// the scenario's file. `diagnostics` holds what has been said of the manifests: it is not said again.
std::vector<ConfigurationChange> stage_changes(std::span<const DeclaredChange> declared,
                                               std::span<const yaml::Document> manifests,
                                               const std::string& scenario_path, Duration run,
                                               Sources& sources, Diagnostics& diagnostics);

} // namespace meshcast
