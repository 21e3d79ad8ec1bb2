#pragma once

#include "sim/policy/request_facts.h"

#include <string_view>

namespace meshcast {

/// Sets method and path from "GET /reviews" or gRPC's "/package.Service/Method"; another word says nothing
/// about them.
void describe_operation(std::string_view name, RequestFacts& request);

/// What pods of `from` ask of a service's port, as far as it is the same for all their requests.
RequestFacts request_between(const Workload& from, const Service& service, int port, AppProtocol protocol);

} // namespace meshcast
