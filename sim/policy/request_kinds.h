#pragma once

#include "sim/model/outlook.h"
#include "sim/model/scenario.h"
#include "sim/policy/directory.h"

#include <vector>

namespace meshcast {

/// A kind of request, and the objects it speaks of.
struct KnownRequest {
    RequestKind kind;
    const Workload* from = nullptr;   // nullptr: a client outside the cluster
    const Service* service = nullptr; // never nullptr
    const Traffic* traffic = nullptr; // nullptr: a call
};

/// Every kind of request that the scenario's traffic and behaviours make, once each: traffic first, then
/// calls by name. Names that lead nowhere are passed over; the loader has reported them.
std::vector<KnownRequest> request_kinds(const Scenario& scenario, const Directory& directory);

} // namespace meshcast
