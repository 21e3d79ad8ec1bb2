#pragma once

#include "sim/experiment/warmup.h"
#include "sim/telemetry/result.h"

#include <string>
#include <vector>

namespace meshcast {

/// What a result says in words.

/// Sentences on what went wrong: failures, saturated proxies and workloads, throttling, requests that the
/// plane cannot take.
std::vector<std::string> find_problems(const Scenario& scenario, const PlaneResult& result);

/// Sentences on why a number should not be trusted too far, each with what to do about it.
std::vector<std::string> find_doubts(const Scenario& scenario, const PlaneResult& result,
                                     const Warmup& warmup);

/// Sentences on what the results rest on that nobody measured or wrote down.
std::vector<std::string> list_assumptions(const Scenario& scenario);

} // namespace meshcast
