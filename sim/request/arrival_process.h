#pragma once

#include "sim/arrivals/arrivals.h"
#include "sim/model/traffic.h"

#include <memory>

namespace meshcast {

/// The process that decides when an open-loop source starts requests; nullptr where its connections pace
/// themselves.
std::unique_ptr<ArrivalProcess> make_arrivals(const Traffic& traffic);

} // namespace meshcast
