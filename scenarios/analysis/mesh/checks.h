#pragma once

#include "scenarios/analysis/input.h"
#include "scenarios/diagnostics/diagnostic.h"

/// Faults that no object has by itself, and that istioctl does not look for.
namespace meshcast::analysis {

void analyze_strict_clients(const Input& input, Diagnostics& diagnostics);
void analyze_tls_contradictions(const Input& input, Diagnostics& diagnostics);
void analyze_mesh_ports(const Input& input, Diagnostics& diagnostics);
void analyze_empty_selectors(const Input& input, Diagnostics& diagnostics);
void analyze_open_policies(const Input& input, Diagnostics& diagnostics);

} // namespace meshcast::analysis
