#pragma once

#include "scenarios/diagnostics/diagnostic.h"
#include "scenarios/yaml/node.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace meshcast::yaml {

/// Limits that no honest file meets, so that no file can exhaust the stack, the memory or the reader's
/// patience.
inline constexpr std::size_t kMaxFileBytes = 256u << 20;
inline constexpr int kMaxDepth = 200;
inline constexpr std::size_t kMaxAliasNodes = 100'000; // in all aliases of a file together

/// Every document of a YAML or JSON file, in order, empty ones left out. `file` is the name diagnostics show.
///
/// YAML 1.2's syntax with scalars left as text. Strict where readers differ: duplicate keys, tabs, unclosed
/// quotes and content after the end of a document are errors. A document with a syntax error is left out and
/// reported, the others are read. A file that is not text, holds an unrendered template or merge conflicts
/// gives diagnostics and no document at all. A document that begins as JSON does (`{"`, `[{`, ...) is JSON.
std::vector<Document> read_documents(std::string_view text, const std::string& file,
                                     Diagnostics& diagnostics);

} // namespace meshcast::yaml
