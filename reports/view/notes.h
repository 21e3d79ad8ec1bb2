#pragma once

#include "reports/view/fact_table.h"
#include "sim/telemetry/result.h"

#include <string>
#include <vector>

namespace meshcast {

/// A finding or a doubt, said once for all planes that share it.
struct Note {
    std::string text;
    std::string planes; // "all planes", "linkerd, cilium"; empty when the result has only one plane
};

std::vector<Note> findings(const RunResult& result);
std::vector<Note> doubts(const RunResult& result);

/// "200/s poisson to productpage (GET /productpage)"
std::string traffic_text(const Traffic& traffic, Duration run);

/// What was simulated, in one line: "200/s poisson to productpage · 1m × 5 replications · seed 1".
std::string load_line(const RunResult& result);

/// A row a threshold and plane: what was observed with its interval, the margin, and the samples
/// and replications behind it. The first column starts with "✓", "✗" or, undecided, "?".
FactTable threshold_table(const RunResult& result);

bool all_held(const RunResult& result);
bool any_undecided(const RunResult& result);

/// "3 inferred inputs, 9 assumed figures"; empty when all is declared and measured.
std::string assumptions_in_brief(const RunResult& result);

} // namespace meshcast
