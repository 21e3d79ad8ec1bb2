#pragma once

#include "sim/model/origin.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace meshcast::yaml {

/// A node of a YAML or JSON document, as written: scalars stay text until somebody who knows the field's type
/// reads them, so `1.10` stays "1.10" and `010` is nobody's octal by accident. Aliases are expanded, merge
/// keys (`<<`) applied.
struct Node {
    struct Entry;
    enum class Kind { Null, Scalar, Sequence, Mapping };

    Kind kind = Kind::Null;
    bool quoted = false;        // a quoted or block scalar: certainly a string
    std::string text;           // Scalar only
    std::vector<Node> items;    // Sequence only
    std::vector<Entry> entries; // Mapping only, keys are scalars and unique, in file order
    std::uint32_t line = 0;     // from 1
    std::uint32_t column = 0;   // from 1

    /// The value of `key`, or nullptr. Mapping only; linear, mappings are small.
    const Node* find(std::string_view key) const;

    bool is_null() const { return kind == Kind::Null; }

    bool is_scalar() const { return kind == Kind::Scalar; }

    bool is_sequence() const { return kind == Kind::Sequence; }

    bool is_mapping() const { return kind == Kind::Mapping; }
};

struct Node::Entry {
    Node key;
    Node value;
};

/// One document of a file.
struct Document {
    std::string file; // as shown in diagnostics
    Node root;

    Origin origin(const Node& node) const {
        return {file, static_cast<int>(node.line), static_cast<int>(node.column)};
    }
};

} // namespace meshcast::yaml
