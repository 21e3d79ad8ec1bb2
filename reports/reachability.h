#pragma once

#include "reports/text/page.h"
#include "sim/model/reachability.h"

#include <span>
#include <string>

namespace meshcast {

/// Who may talk to whom, door by door, and why others may not.
void show_reachability(const Reachability& matrix, text::Page& page);

/// What a change opens, closes or encrypts otherwise.
void show_changes(std::span<const ReachabilityChange> changes, text::Page& page);

/// {"workloads": [...], "doors": [...], "decisions": [...], "cells": [[index of the decision]]}
std::string reachability_json(const Reachability& matrix);

/// [{"from": ..., "to": ..., "before": ..., "after": ...}]
std::string changes_json(std::span<const ReachabilityChange> changes);

/// A Graphviz digraph of the workloads, an edge for each door that one may use: solid where encrypted, dashed
/// where not.
std::string reachability_dot(const Reachability& matrix);

} // namespace meshcast
