#pragma once

#include "sim/model/scenario.h"

#include <optional>
#include <string>
#include <vector>

namespace meshcast {

/// Something that a scenario has planned.
struct TimelineEvent {
    enum class Kind { Fault, Change, Rollout };

    Kind kind = Kind::Fault;
    Duration at{};                 // since the run began
    std::optional<Duration> until; // absent: for good, or nobody can tell
    std::string text;              // "50 % of reviews-v2 killed", "canary.yaml was applied"
    Origin origin;
};

/// Faults, changes of configuration and roll-outs, in order of time.
std::vector<TimelineEvent> timeline(const Scenario& scenario);

/// "50 % of reviews-v2 killed"
std::string fault_text(const TimedFault& fault);

} // namespace meshcast
