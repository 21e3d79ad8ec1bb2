#pragma once

#include "scenarios/diagnostics/diagnostic.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace meshcast {

struct ValidateRequest {
    std::vector<std::string> paths;     // scenario or manifest files, folders, globs; "-" is standard input
    std::vector<std::string> analyzers; // by name; empty: all that run by default
    std::string mesh_config;            // a file with MeshConfig's fields; empty: what the input holds
    std::optional<std::int64_t> now;    // seconds since 1970, for certificates
};

struct Validated {
    std::vector<Diagnostic> findings; // sorted; each names its object where it is about one
    std::size_t objects = 0;
    std::size_t files = 0;
};

/// Reads everything and reports everything that is wrong with it, by itself and together. Simulates nothing.
/// An object's annotation galley.istio.io/analyze-suppress silences codes, as with istioctl.
Validated validate_files(const ValidateRequest& request);

} // namespace meshcast
