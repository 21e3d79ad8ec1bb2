#pragma once

#include "scenarios/diagnostics/diagnostic.h"
#include "sim/model/traffic.h"

#include <string>
#include <string_view>
#include <variant>

namespace meshcast {

/// Reads the text of a replay: rows "seconds,operation" (or "seconds" alone, for the usual operation), each a
/// request, or rows "seconds,rate per second", each of which holds until the next; nothing starts before the
/// first. The first row decides which. A row of words before it is a header; empty rows and rows that start
/// with # are left out. Steady: reported.
RatePattern read_replay(std::string_view csv, const std::string& file, Diagnostics& diagnostics);

} // namespace meshcast
