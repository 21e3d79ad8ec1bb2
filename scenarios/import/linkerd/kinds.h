#pragma once

#include "scenarios/yaml/cursor.h"
#include "sim/model/routing.h"

/// Readers of Linkerd's own routing objects: https://linkerd.io/2/reference/service-profiles/ and
/// https://linkerd.io/2/reference/httproute/.
namespace meshcast::linkerd {

void read_http_route(const yaml::Cursor& object, Routing& routing); // of policy.linkerd.io
void read_service_profile(const yaml::Cursor& object, Routing& routing);

} // namespace meshcast::linkerd
