#pragma once

#include <string>

namespace meshcast {

/// JSON Schemas (draft 2020-12) of meshcast's own files, for editors and for checking files that programs
/// write. Indented text.
std::string scenario_json_schema();
std::string plane_json_schema();
std::string prices_json_schema();

/// docs/scenario-reference.md: the same declarations for people.
std::string scenario_reference_markdown();

} // namespace meshcast
