#include "scenarios/yaml/yaml_errors.h"

#include "scenarios/diagnostics/catalogue.h"
#include "scenarios/yaml/outline.h"

#include <algorithm>

namespace meshcast::yaml {

namespace {

struct Wording {
    std::string_view theirs; // beginning of yaml-cpp's message
    std::string_view text;
    std::string_view hint;
};

constexpr Wording kWordings[] = {
    {"illegal map value", "a \": \" is not allowed here",
     "quote the value if it contains \": \", or correct the indentation; the line above may lack its colon"},
    {"illegal map key", "a key is not allowed here", "begin it on a line of its own"},
    {"illegal block entry", "a list entry \"- \" is not allowed here",
     "begin the list on a line of its own, or quote the value if it begins with \"- \""},
    {"illegal flow end", "a closing bracket without an opening one", "remove it, or quote the value"},
    {"end of map not found", "this line fits no mapping around it",
     "align it with the keys it belongs to; after a quoted value nothing may follow"},
    {"end of sequence not found", "this line fits no list around it",
     "align it with the entries it belongs to"},
    {"the referenced anchor is not defined", "an alias without an anchor",
     "put &NAME before the value it means, further up, or quote the value if it begins with *"},
    {"unknown escape character", "an unknown escape in double quotes",
     "write two backslashes for one, or use single quotes"},
    {"invalid unicode", "an escape that is no Unicode character",
     "use a code point from 0 to 10FFFF that is no surrogate"},
    {"bad character found while scanning hex", "an escape that is no hexadecimal number",
     "write \\xHH, \\uHHHH or \\UHHHHHHHH"},
    {"unknown token", "a plain value cannot begin with this character", "quote the value"},
    {"unexpected character in block scalar", "text after the | or > of a block",
     "begin the text on the next line, indented"},
    {"cannot assign multiple anchors", "two anchors on one value", "remove one"},
    {"cannot assign multiple tags", "two tags on one value", "remove one"},
    {"alias not found", "a * without a name", "quote the value if it begins with *"},
    {"anchor not found", "an & without a name", "quote the value if it begins with &"},
    {"illegal character found while scanning a", "a character that cannot be in an anchor's name",
     "quote the value if it begins with * or &"},
};

std::size_t offset_in(std::string_view text, const YAML::Mark& mark) {
    return mark.pos < 0 ? 0 : std::min(static_cast<std::size_t>(mark.pos), text.size());
}

/// Offset of a tab among the blanks that begin the line of `offset`.
std::optional<std::size_t> tab_in_indentation(std::string_view text, std::size_t offset) {
    const std::size_t newline = offset == 0 ? text.npos : text.rfind('\n', offset - 1);
    const std::size_t start = newline == text.npos ? 0 : newline + 1;
    const std::size_t content = std::min(text.find_first_not_of(" \t", start), text.size());
    const std::size_t tab = text.find('\t', start);
    return tab < content ? std::optional(tab) : std::nullopt;
}

} // namespace

void report_open_quote(NodeBuilder& builder, std::size_t offset) {
    builder.report(message::YamlSyntax, offset, fill(message::YamlSyntax, "this quote is never closed"),
                   "close it; inside single quotes write '' for an apostrophe");
}

void report_syntax_error(NodeBuilder& builder, const Source& source, const YAML::Exception& error) {
    const std::string_view theirs = error.msg;
    std::size_t at = offset_in(source.text, error.mark);
    if (const auto tab = tab_in_indentation(source.text, at)) {
        builder.report(message::TabIndentation, *tab, fill(message::TabIndentation), "indent with spaces");
        return;
    }
    const auto quote = outline(source.text).open_quote;
    if (quote && theirs.starts_with("illegal")) {
        report_open_quote(builder, *quote);
        return;
    }
    if (theirs.find("escape") != theirs.npos || theirs.find("hex") != theirs.npos ||
        theirs.find("unicode") != theirs.npos) {
        at = std::min(source.text.rfind('\\', at), at); // noticed behind the escape
    }
    const Node* bracket = builder.open_bracket();
    if (bracket != nullptr && (theirs.starts_with("end of map") || theirs.starts_with("end of sequence"))) {
        const char* text = bracket->is_mapping() ? "this { is never closed, or a comma is missing after it"
                                                 : "this [ is never closed, or a comma is missing after it";
        builder.report(message::YamlSyntax, *bracket, fill(message::YamlSyntax, text),
                       "close it, or quote the value if it begins with a bracket");
        return;
    }
    const auto wording =
        std::ranges::find_if(kWordings, [&](const Wording& w) { return theirs.starts_with(w.theirs); });
    if (wording == std::end(kWordings)) {
        builder.report(message::YamlSyntax, at, fill(message::YamlSyntax, theirs));
    } else {
        builder.report(message::YamlSyntax, at, fill(message::YamlSyntax, wording->text),
                       std::string(wording->hint));
    }
}

} // namespace meshcast::yaml
