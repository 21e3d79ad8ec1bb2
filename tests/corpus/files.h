#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace meshcast::corpus {

/// The *.yaml, *.yml and *.json files anywhere below `folder`, sorted.
std::vector<std::filesystem::path> manifests_below(const std::filesystem::path& folder);

/// Throws when the file cannot be read.
std::string read_text(const std::filesystem::path& file);

/// `file` as seen from `root`, with forward slashes.
std::string name_below(const std::filesystem::path& root, const std::filesystem::path& file);

} // namespace meshcast::corpus
