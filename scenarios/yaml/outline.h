#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace meshcast::yaml {

/// What a glance at a document tells without parsing it: which bytes are quoted, commented or in a block
/// scalar, and which are not. Only as exact as it needs to be to explain a document that does not parse.
struct Outline {
    std::optional<std::size_t> template_mark; // first `{{` or `{%` in the open
    std::optional<std::size_t> open_quote;    // where a quote begins that never ends
};

Outline outline(std::string_view text);

} // namespace meshcast::yaml
