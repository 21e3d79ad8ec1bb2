#pragma once

#include "scenarios/yaml/yaml_document.h"

#include <optional>

namespace meshcast::yaml {

/// Whether a document begins as only JSON does: `{"`, `{}`, `[{`, `["`, `[[` or `[]`, blanks aside.
bool begins_as_json(std::string_view text);

/// Reads one JSON document with nlohmann's parser. Strict.
std::optional<Node> read_json(const Source& source, Diagnostics& diagnostics);

} // namespace meshcast::yaml
