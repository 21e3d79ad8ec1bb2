#pragma once

#include "sim/experiment/warmup.h"
#include "sim/telemetry/result.h"

#include <span>
#include <string>
#include <vector>

namespace meshcast {

/// Sentences on why a number should not be trusted too far, each with what to do about it.
std::vector<std::string> find_doubts(const Scenario& scenario, const PlaneResult& result,
                                     const Warmup& warmup);

/// Of a plane's verdicts that its replications could not decide.
std::vector<std::string> find_undecided(std::span<const ThresholdVerdict> verdicts);

} // namespace meshcast
