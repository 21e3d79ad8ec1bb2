#pragma once

#include "engine/simulation.h"
#include "engine/task.h"
#include "sim/control/endpoint_publisher.h"
#include "sim/model/configuration_change.h"

#include <span>

namespace meshcast {

/// Declares each change when its time has come; the publisher hands it on. `changes` are in order of time.
Task<> declare_changes(Simulation& simulation, std::span<const ConfigurationChange> changes,
                       EndpointPublisher& publisher);

} // namespace meshcast
