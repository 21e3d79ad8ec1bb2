#pragma once

#include "sim/telemetry/result.h"

namespace meshcast {

/// Hand-made results, so that reports are tested without simulating. Shapes are those of a bookinfo run; the
/// figures are made up by formula and the same on every machine.

RunResult sample_comparison(); // four planes, five replications, findings, doubts, thresholds
RunResult sample_run();        // one plane
RunResult empty_result();      // no planes at all
RunResult idle_result();       // planes that saw no request, one replication
RunResult hostile_result();    // every name tries to break out of its format
RunResult large_result(int services, int planes);

} // namespace meshcast
