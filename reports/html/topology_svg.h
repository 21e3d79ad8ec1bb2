#pragma once

#include "reports/html/topology_graph.h"

#include <string>

namespace meshcast {

/// The drawing as an inline <svg>, coloured by classes of report.css. Health shows by colour, dashes and a
/// symbol with the error ratio, never by colour alone. All names are escaped.
std::string topology_svg(const TopologyGraph& graph);

} // namespace meshcast
