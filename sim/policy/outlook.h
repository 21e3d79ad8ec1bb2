#pragma once

#include "sim/model/outlook.h"
#include "sim/model/scenario.h"

#include <span>
#include <vector>

namespace meshcast {

struct ExpectedRequest {
    RequestKind request;
    Outlook outlook;
};

/// Every kind of request of the scenario (request_kinds.h) under one plane: the route, then the answer of
/// policies for each workload that may serve it.
std::vector<ExpectedRequest> expect_requests(const Scenario& scenario, const DataPlane& plane);

/// Only what differs in effect, in the order of `after`, then what is gone. Another rule that says the same
/// is no change.
std::vector<OutlookChange> compare(std::span<const ExpectedRequest> before,
                                   std::span<const ExpectedRequest> after);

} // namespace meshcast
