#pragma once

#include "scenarios/diagnostics/diagnostic.h"
#include "scenarios/yaml/node.h"
#include "scenarios/yaml/text_position.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace meshcast::yaml {

/// What the aliases of one file may still expand to, in nodes.
struct AliasBudget {
    std::size_t left;

    bool spend(std::size_t nodes) {
        const bool enough = nodes <= left;
        left -= enough ? nodes : 0;
        return enough;
    }
};

/// One document out of a file.
struct Source {
    std::string_view text; // of the document
    std::size_t offset;    // of the document in the file
    const std::string& file;
    TextPosition& position; // in the file
};

/// Reads one YAML document with yaml-cpp, which knows the grammar; what it lets pass though the standard does
/// not, this reports. Nothing for an empty document, and for one with an error.
std::optional<Node> read_yaml(const Source& source, AliasBudget& budget, Diagnostics& diagnostics);

} // namespace meshcast::yaml
