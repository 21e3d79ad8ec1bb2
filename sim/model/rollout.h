#pragma once

#include "engine/time.h"
#include "sim/model/origin.h"

#include <optional>
#include <string>
#include <vector>

namespace meshcast {

/// A new version that gets more and more of the traffic while it does well, and none once it has failed too
/// often. Flagger's words (https://docs.flagger.app/usage/how-it-works#canary-analysis), and Argo Rollouts'
/// for `steps` (https://argo-rollouts.readthedocs.io/en/stable/features/canary/).
struct Rollout {
    /// Argo: a weight, or a pause.
    struct Step {
        std::optional<double> set_weight; // 0..1
        Duration pause{};
    };

    Duration at{};
    std::string canary; // workload that runs the new version; a route must split its traffic
    Duration interval{std::chrono::minutes(1)}; // between checks
    int threshold = 5;                          // failed checks until it is rolled back
    double step_weight = 0.1;                   // 0..1: more of the traffic after each good check
    double max_weight = 0.5;                    // then it gets all
    std::vector<double> step_weights;           // absent: step_weight, again and again
    std::vector<Step> steps;                    // absent: Flagger's weights
    std::optional<double> min_success_rate;     // 0..1 of an interval's requests: not 5xx
    std::optional<Duration> max_duration;       // p99 of an interval
    Origin origin;
};

} // namespace meshcast
