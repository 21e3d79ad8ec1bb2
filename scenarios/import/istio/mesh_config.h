#pragma once

#include "scenarios/yaml/cursor.h"
#include "sim/model/security.h"

/// Settings of a whole mesh: https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/.
namespace meshcast::istio {

/// A `meshConfig`; what it leaves out stays.
void read_mesh_config(const yaml::Cursor& settings, MeshConfig& mesh);

/// `spec.meshConfig`, and the injector's settings among `spec.values`.
void read_istio_operator(const yaml::Cursor& object, Security& security);

/// The text `mesh` of the ConfigMap istio, or istio-REVISION.
void read_mesh_config_map(const yaml::Cursor& object, Security& security);
bool is_mesh_config_map(const yaml::Cursor& object);

/// `values` of Istio's charts, as far as the injector goes by them.
void read_injection_settings(const yaml::Cursor& values, InjectionSettings& settings);

} // namespace meshcast::istio
