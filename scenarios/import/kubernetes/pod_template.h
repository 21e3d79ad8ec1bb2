#pragma once

#include "scenarios/yaml/cursor.h"
#include "sim/model/topology.h"

namespace meshcast::kubernetes {

/// A pod as its template (`spec.template` of a workload) or a bare Pod describes it: both have metadata and
/// spec.
PodTemplate read_pod_template(const yaml::Cursor& pod);

/// One entry of `containers` or `initContainers`.
Container read_container(const yaml::Cursor& container);

/// TCP, unless said otherwise.
Transport read_transport(const yaml::Cursor& protocol);

} // namespace meshcast::kubernetes
