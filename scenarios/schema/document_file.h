#pragma once

#include "scenarios/diagnostics/diagnostic.h"
#include "scenarios/sources.h"
#include "scenarios/yaml/node.h"

#include <optional>
#include <string>

namespace meshcast {

/// The document of a file that must hold exactly one. nullopt: reported.
std::optional<yaml::Document> read_single_document(const std::string& path, Sources& sources,
                                                   Diagnostics& diagnostics);

} // namespace meshcast
