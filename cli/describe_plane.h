#pragma once

#include "reports/text/page.h"

namespace meshcast {

struct DataPlane;

/// A data plane as a page to read: the way of a request, what each proxy costs, where each number comes from.
void describe(const DataPlane& plane, text::Page& page);

} // namespace meshcast
