#include "scenarios/load/rollouts.h"

#include <fmt/format.h>

#include <algorithm>

namespace meshcast {

void add_declared_rollouts(std::vector<Rollout> declared, Scenario& scenario) {
    for (Rollout& rollout : declared) {
        const auto said = std::ranges::find_if(scenario.rollouts, [&](const Rollout& own) {
            return rollout.canary == own.canary || rollout.canary.ends_with("/" + own.canary);
        });
        if (said == scenario.rollouts.end()) {
            scenario.inferences.push_back(
                {fmt::format("The roll-out of {} begins at once: no scenario says when.", rollout.canary),
                 rollout.origin});
            scenario.rollouts.push_back(std::move(rollout));
            continue;
        }
        rollout.at = said->at;
        if (!rollout.min_success_rate && !rollout.max_duration) { // it has no checks of its own
            rollout.interval = said->interval;
            rollout.threshold = said->threshold;
        }
        rollout.min_success_rate = said->min_success_rate ? said->min_success_rate : rollout.min_success_rate;
        rollout.max_duration = said->max_duration ? said->max_duration : rollout.max_duration;
        rollout.origin = said->origin;
        *said = std::move(rollout);
    }
}

} // namespace meshcast
