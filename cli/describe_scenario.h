#pragma once

#include "reports/text/page.h"

namespace meshcast {

struct Scenario;

/// A scenario as a page to read: traffic, services and who answers them, who calls whom, and what was
/// concluded because no file said it.
void describe(const Scenario& scenario, text::Page& page);

} // namespace meshcast
