#pragma once

#include "cli/console.h"
#include "reports/text/page.h"

namespace meshcast {

/// An empty page for standard output.
text::Page page_for(const Console& console);

} // namespace meshcast
