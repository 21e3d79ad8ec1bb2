#pragma once

#include "scenarios/yaml/cursor.h"
#include "sim/model/routing.h"

namespace meshcast::kubernetes {

/// Ingress of networking.k8s.io/v1 and of the versions before (serviceName, servicePort, backend).
void read_ingress(const yaml::Cursor& object, Routing& routing);
void read_ingress_class(const yaml::Cursor& object, Routing& routing);

} // namespace meshcast::kubernetes
