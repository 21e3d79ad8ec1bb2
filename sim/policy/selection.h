#pragma once

#include "sim/model/label_selector.h"
#include "sim/model/topology.h"

#include <string>

namespace meshcast {

/// Everything that `selector` asks of labels holds. An empty selector matches everything.
bool matches(const LabelSelector& selector, const Labels& labels);

/// Every pair of `selector` is in `labels`. An empty selector matches nothing, as in a Service.
bool selects(const Labels& selector, const Labels& labels);

/// "namespace/name", the form results and reports use.
std::string qualified_name(const Metadata& metadata);

} // namespace meshcast
