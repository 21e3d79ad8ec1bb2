#pragma once

#include "sim/telemetry/result.h"

#include <string>
#include <vector>

namespace meshcast {

/// What a result says in words.

/// Sentences on what went wrong: failures, saturated proxies and workloads, throttling, requests that the
/// plane cannot take.
std::vector<std::string> find_problems(const Scenario& scenario, const PlaneResult& result);

/// Sentences on what the results rest on that nobody measured or wrote down.
std::vector<std::string> list_assumptions(const Scenario& scenario);

} // namespace meshcast
