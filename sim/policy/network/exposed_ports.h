#pragma once

#include "sim/model/exposure.h"
#include "sim/policy/directory.h"

#include <utility>
#include <vector>

namespace meshcast {

/// The TCP ports of pods that an Ingress or Route leads to, as (index of the workload, port), sorted, each
/// once. Ports of services that do not exist lead nowhere.
std::vector<std::pair<std::size_t, int>> exposed_ports(const Exposure& exposure, const Directory& directory);

} // namespace meshcast
