#pragma once

#include "scenarios/import/kubernetes.h"

#include <filesystem>
#include <string>

namespace meshcast::corpus {

/// What we make of one file, a service graph or manifests.
struct ImportedFile {
    Topology topology;
    Diagnostics diagnostics;
};

ImportedFile import_file(const std::filesystem::path& root, const std::filesystem::path& file);

/// The error diagnostics, one a line; empty for none.
std::string errors_of(const Diagnostics& diagnostics);

} // namespace meshcast::corpus
