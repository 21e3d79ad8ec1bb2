#pragma once

#include "scenarios/diagnostics/diagnostic.h"
#include "scenarios/load/behaviors.h"
#include "sim/model/scenario.h"
#include "sim/policy/directory.h"

#include <string>
#include <vector>

namespace meshcast {

/// Names of all services, for suggestions.
std::vector<std::string> service_names(const Topology& topology);

/// Follows every name from one part of a scenario to another: targets of calls and traffic, their ports and
/// operations, senders, services of thresholds, hedging and rate limits. What does not resolve is reported.
/// An operation that is asked of an inferred behavior is added to it: the same script under that name.
void check_references(const Directory& directory, BehaviorOfWorkload& behaviors, const Scenario& scenario,
                      Diagnostics& diagnostics);

/// Services that no behavior calls, most likely where requests enter.
std::vector<std::string> entry_services(const Directory& directory, const BehaviorOfWorkload& behaviors);

} // namespace meshcast
