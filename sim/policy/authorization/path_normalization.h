#pragma once

#include "sim/model/mesh_config.h"

#include <optional>
#include <string>
#include <string_view>

namespace meshcast {

/// The path as policies and the service see it, the query string kept and a fragment gone; nothing where
/// Envoy answers 400.
/// https://istio.io/latest/docs/ops/best-practices/security/#customize-your-system-on-path-normalization
std::optional<std::string> normalize_path(std::string_view path, PathNormalization how);

} // namespace meshcast
