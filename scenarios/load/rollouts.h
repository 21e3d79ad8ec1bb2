#pragma once

#include "sim/model/scenario.h"

#include <vector>

namespace meshcast {

/// The roll-outs that the manifests declare beside the scenario's own. One of the scenario that names the
/// same canary says of it when it begins, and what else is checked.
void add_declared_rollouts(std::vector<Rollout> declared, Scenario& scenario);

} // namespace meshcast
