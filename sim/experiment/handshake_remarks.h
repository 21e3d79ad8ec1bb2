#pragma once

#include "sim/telemetry/result.h"

#include <string>
#include <vector>

namespace meshcast {

/// Sentences on TLS handshakes that failed: how many, why, and what to do.
std::vector<std::string> find_failed_handshakes(const PlaneResult& result);

} // namespace meshcast
