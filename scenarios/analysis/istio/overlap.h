#pragma once

#include "scenarios/analysis/pods.h"

#include <string_view>

namespace meshcast::analysis {

/// How a kind of which a pod can have one only says for whom it is, and what to report.
struct ExclusiveKind {
    ObjectKind kind;
    std::string_view selector; // "workloadSelector"
    std::string_view labels;   // "labels"
    const Message& overlap;    // two that select one pod
    const Message& defaults;   // two that select the whole namespace
};

/// Reports objects whose selector finds no pod, and those that share one.
void check_exclusive_selectors(const Input& input, const ExclusiveKind& kind, Diagnostics& diagnostics);

/// Reports several objects of one namespace without a selector.
void check_exclusive_defaults(const Input& input, const ExclusiveKind& kind, Diagnostics& diagnostics);

} // namespace meshcast::analysis
