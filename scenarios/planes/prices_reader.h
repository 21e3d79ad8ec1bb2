#pragma once

#include "scenarios/diagnostics/diagnostic.h"
#include "scenarios/sources.h"
#include "sim/model/scenario.h"

#include <optional>
#include <string>
#include <string_view>

namespace meshcast {

/// The price list of a scenario that names none.
inline constexpr std::string_view kDefaultPrices = "gcp-on-demand";

/// A shipped price list by name, or a file by path. nullopt: reported, at `asked_by` when the name is
/// unknown.
std::optional<Prices> read_prices(const std::string& name_or_path, Sources& sources, Diagnostics& diagnostics,
                                  const Origin& asked_by = {});

} // namespace meshcast
