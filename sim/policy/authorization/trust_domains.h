#pragma once

#include "sim/model/mesh_config.h"

#include <string>
#include <vector>

namespace meshcast {

/// The principals that one written in a policy stands for: it under the mesh's trust domain and each alias,
/// where its own is one of them or "cluster.local".
/// https://istio.io/latest/docs/tasks/security/authorization/authz-td-migration/
std::vector<std::string> with_aliases(const std::string& principal, const MeshConfig& mesh);

/// The same of a trust domain alone.
std::vector<std::string> trust_domains_meant(const std::string& written, const MeshConfig& mesh);

} // namespace meshcast
