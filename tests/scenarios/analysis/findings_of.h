#pragma once

#include <string>
#include <vector>

namespace meshcast::analysis {

/// What one analyzer says of manifests: "MS0701 Gateway default/web" a finding, sorted by place.
/// `mesh_config` are MeshConfig's fields; `now` is in seconds since 1970.
std::vector<std::string> findings_of(const std::string& analyzer, const std::string& manifests,
                                     const std::string& mesh_config = "", long now = 0);

/// The same with what the findings say: "text" alone.
std::vector<std::string> texts_of(const std::string& analyzer, const std::string& manifests);

} // namespace meshcast::analysis
