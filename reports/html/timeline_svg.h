#pragma once

#include "sim/model/timeline.h"

#include <span>
#include <string>

namespace meshcast {

/// What is planned for a run as an inline <svg>: a line for each event over the time of the run, the warm-up
/// shaded. Coloured by classes of report.css; all texts are escaped. Empty without events.
std::string timeline_svg(std::span<const TimelineEvent> events, Duration run, Duration warmup);

} // namespace meshcast
