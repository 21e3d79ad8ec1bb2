#pragma once

#include "scenarios/diagnostics/diagnostic.h"
#include "scenarios/sources.h"
#include "sim/model/data_plane.h"

#include <optional>
#include <string>
#include <vector>

namespace meshcast {

/// The profiles under planes/ of the data directory, by their `order`, then by name.
std::vector<DataPlane> shipped_planes(Sources& sources, Diagnostics& diagnostics);
std::vector<DataPlane> shipped_planes(Diagnostics& diagnostics);

/// A shipped plane by name, or a profile file by path. nullopt: reported, at `asked_by` when the name is
/// unknown.
std::optional<DataPlane> read_plane(const std::string& name_or_path, Sources& sources,
                                    Diagnostics& diagnostics, const Origin& asked_by = {});
std::optional<DataPlane> read_plane(const std::string& name_or_path, Diagnostics& diagnostics);

} // namespace meshcast
