#pragma once

#include "scenarios/analysis/input.h"
#include "scenarios/diagnostics/diagnostic.h"

#include <span>
#include <string_view>

namespace meshcast::analysis {

/// One thing to look for. A new one is a function in a file of its own and a line in analyzers.cpp.
struct Analyzer {
    std::string_view name;        // "virtual-service-gateways"
    std::string_view istio;       // what istioctl calls the same; empty: nothing of Istio's
    std::string_view description; // what it finds, for people
    void (*run)(const Input& input, Diagnostics& diagnostics);
    bool by_default = true; // false: only where asked for by name
};

/// In order of name.
std::span<const Analyzer> analyzers();

/// By either name; nullptr: there is none.
const Analyzer* find_analyzer(std::string_view name);

} // namespace meshcast::analysis
